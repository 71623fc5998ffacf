import { Kysely, sql, SqliteDialect } from 'kysely';
import { loadEnvironment } from '../../config/load-environment.js';
import { Database } from '../database.js';
import { openSqlite } from '../open-sqlite.js';
import { runCommand } from './run-command.js';

// Run by scripts/secure-db.sh --accept-new-secret.
await runCommand(async () => {
  const environment = loadEnvironment();
  if (environment.DATABASE_URL === undefined) {
    const database = openSqlite(environment.authDatabasePath);
    const tables = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
    await forgetSecret(tables).finally(() => tables.destroy());
  } else {
    const database = new Database(environment);
    await forgetSecret(database.tables()).finally(() => database.onApplicationShutdown());
  }
  return ['The next start takes the secret it is given; every session is ended.'];
});

async function forgetSecret(tables: Kysely<unknown>): Promise<void> {
  await tables.transaction().execute(async (transaction) => {
    await sql`delete from session`.execute(transaction);
    await sql`delete from installation where name = 'secret-fingerprint'`.execute(transaction);
  });
}
