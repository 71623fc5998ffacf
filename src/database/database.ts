import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Kysely, PostgresDialect, sql, SqliteDialect, type Transaction } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { Environment } from '../config/environment.js';
import { StartupError } from '../config/startup-error.js';
import { DomainError } from '../errors/domain-error.js';
import { cachedStatements } from './cached-statements.js';
import { columnTypes, type ColumnTypes, type DatabaseKind } from './column-types.js';
import { isWritable, openSqlite } from './open-sqlite.js';
import { AdvisoryLocks } from './postgres/advisory-locks.js';
import { PostgresPool } from './postgres/postgres-pool.js';
import { WriteOutcomes } from './write-outcomes.js';

/** Connections that one process has to Postgres for its statements. */
const MOST_CONNECTIONS = 10;
/** Longest that one statement may take, ms. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** After so long Postgres has not even told that a statement took too long: it does not answer; ms. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 5_000;

/** How the tables of one floor came to be what they are, in the order of their names. */
export type Migrations = (types: ColumnTypes) => Readonly<Record<string, Migration>>;

/**
 * The product's own tables: one SQLite file that only its owner can read, or the Postgres of `DATABASE_URL`, which
 * several processes share. Each floor brings its tables itself, and uses them the same way on both.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly kind: DatabaseKind;
  /** Locks among the processes that share the database; undefined on SQLite, which one process has to itself. */
  readonly locks: AdvisoryLocks | undefined;
  private readonly connection: Kysely<unknown>;
  private readonly file: string | undefined;
  private readonly outcomes: WriteOutcomes | undefined;
  private readonly lastWork: (() => Promise<void>)[] = [];

  constructor(@Inject(Environment) { DATABASE_URL, databasePath }: Environment) {
    if (DATABASE_URL === undefined) {
      this.kind = 'sqlite';
      this.file = databasePath;
      // A statement's memory lies outside of the collector's sight: without end, statements that are used once would pile up.
      const file = openSqlite(databasePath);
      this.outcomes = new WriteOutcomes(file);
      const dialect = new SqliteDialect({ database: cachedStatements(file, this.outcomes) });
      this.connection = new Kysely({ dialect });
    } else {
      this.kind = 'postgres';
      const pool = new PostgresPool(DATABASE_URL, {
        max: MOST_CONNECTIONS,
        statement_timeout: STATEMENT_TIMEOUT_MS,
        answerTimeoutMillis: ANSWER_TIMEOUT_MS,
      });
      this.connection = new Kysely({
        dialect: new PostgresDialect({
          pool: { connect: () => pool.connect(), end: () => pool.end(), options: {} },
        }),
      });
      this.locks = new AdvisoryLocks(DATABASE_URL);
    }
  }

  /** The tables of one floor, as that floor types them. */
  tables<Tables>(): Kysely<Tables> {
    return this.connection as Kysely<Tables>;
  }

  /**
   * Changes tables in a transaction beside which no other of that owner's runs, in whichever process: what it reads stays
   * true until it is done. (SQLite has one writer anyway.)
   */
  async change<Tables, T>(
    owner: string,
    work: (transaction: Transaction<Tables>) => Promise<T>,
  ): Promise<T> {
    return this.tables<Tables>()
      .transaction()
      .execute(async (transaction) => {
        if (this.kind === 'postgres') {
          await sql`select pg_advisory_xact_lock(hashtext(${`openinary ${owner}`}))`.execute(
            transaction,
          );
        }
        return work(transaction);
      });
  }

  /** Does `work` while no other process on the same database does work of that name. */
  async alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.locks === undefined ? work() : this.locks.hold([{ name, mode: 'alone' }], work);
  }

  /** Does `work` unless another process is doing work of that name; undefined then. */
  async unlessBusy<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
    return this.locks === undefined ? work() : this.locks.holdIfFree(name, work);
  }

  /**
   * Brings one floor's tables up to date; repeating it does nothing.
   * @param owner names the floor; its migrations are applied in the order of their names.
   */
  async migrate(owner: string, migrations: Migrations): Promise<void> {
    const steps = migrations(columnTypes(this.kind));
    const migrator = new Migrator({
      db: this.connection,
      provider: { getMigrations: () => Promise.resolve({ ...steps }) },
      migrationTableName: `migration_${owner}`,
      migrationLockTableName: `migration_lock_${owner}`,
    });
    const { error } = await this.alone('migrations', () => migrator.migrateToLatest()).catch(
      (cause: unknown) => ({ error: cause }),
    );
    if (error === undefined) return;
    if (error instanceof DomainError && error.code === 'unavailable') {
      throw new StartupError(
        'the Postgres of DATABASE_URL does not answer; start it, or correct the address',
        { cause: error },
      );
    }
    throw new StartupError(
      `the ${owner} tables could not be brought up to date: ${error instanceof Error ? error.message : 'unknown'}`,
      { cause: error },
    );
  }

  /** Whether changes can be kept now; a Postgres says so itself at each statement. */
  get writable(): boolean {
    if (this.file === undefined || this.outcomes === undefined) return true;
    return isWritable(this.file) && this.outcomes.areKept();
  }

  /** Has `work` done before the connection closes, when no request runs any more. */
  beforeClose(work: () => Promise<void>): void {
    this.lastWork.push(work);
  }

  async onApplicationShutdown(): Promise<void> {
    for (const work of this.lastWork.splice(0)) await work();
    await this.connection.destroy();
    await this.locks?.end();
  }
}
