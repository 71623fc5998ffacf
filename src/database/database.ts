import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { Environment } from '../config/environment.js';
import { openSqlite } from './open-sqlite.js';

/** The product's own tables: one SQLite file that only its owner can read. Each floor brings its tables itself. */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly connection: Kysely<unknown>;
  private readonly lastWork: (() => Promise<void>)[] = [];

  constructor(environment: Environment) {
    this.connection = new Kysely({
      dialect: new SqliteDialect({ database: openSqlite(environment.databasePath) }),
    });
  }

  /** The tables of one floor, as that floor types them. */
  tables<Tables>(): Kysely<Tables> {
    return this.connection as Kysely<Tables>;
  }

  /**
   * Brings one floor's tables up to date; repeating it does nothing.
   * @param owner names the floor; its migrations are applied in the order of their names.
   */
  async migrate(owner: string, migrations: Readonly<Record<string, Migration>>): Promise<void> {
    const migrator = new Migrator({
      db: this.connection,
      provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
      migrationTableName: `migration_${owner}`,
      migrationLockTableName: `migration_lock_${owner}`,
    });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined)
      throw new Error(`The ${owner} tables could not be brought up to date.`, { cause: error });
  }

  /** Has `work` done before the connection closes, when no request runs any more. */
  beforeClose(work: () => Promise<void>): void {
    this.lastWork.push(work);
  }

  async onApplicationShutdown(): Promise<void> {
    for (const work of this.lastWork) await work();
    await this.connection.destroy();
  }
}
