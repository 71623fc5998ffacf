import type { DatabaseKind } from '../../src/database/column-types.js';
import { Database } from '../../src/database/database.js';
import type { Environment } from '../../src/config/environment.js';
import { testEnvironment } from './environment.ts';
import { startPostgres, type RunningPostgres } from './postgres.ts';
import { temporaryDirectory, type TemporaryDirectory } from './temporary-directory.ts';

/** Every database the product runs on. */
export const DATABASE_KINDS: readonly DatabaseKind[] = ['sqlite', 'postgres'];

/** Makes empty databases of one kind, and opens them: twice for two processes that share one. */
export interface TestDatabases extends AsyncDisposable {
  /** The environment of a new database with a directory of its own. */
  environment(): Promise<Environment>;
  /** Opens the database of an environment, else a new one. It is closed with the rest at the latest. */
  open(environment?: Environment): Promise<Database>;
}

/** Prepares databases of a kind, with a server where that needs one. */
export async function testDatabases(kind: DatabaseKind): Promise<TestDatabases> {
  const server: RunningPostgres | undefined =
    kind === 'postgres' ? await startPostgres() : undefined;
  const directories: TemporaryDirectory[] = [];
  const opened: Database[] = [];
  const environment = async () => {
    const directory = await temporaryDirectory();
    directories.push(directory);
    const variables = server && { DATABASE_URL: await server.database() };
    return testEnvironment(directory.path, variables);
  };
  return {
    environment,
    async open(given) {
      const database = new Database(given ?? (await environment()));
      opened.push(database);
      return database;
    },
    async [Symbol.asyncDispose]() {
      for (const database of opened) await database.onApplicationShutdown();
      for (const directory of directories) await directory[Symbol.asyncDispose]();
      await server?.[Symbol.asyncDispose]();
    },
  };
}
