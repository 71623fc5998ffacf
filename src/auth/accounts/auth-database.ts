import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Kysely, SqliteDialect } from 'kysely';
import { Environment } from '../../config/environment.js';
import { cachedStatements } from '../../database/cached-statements.js';
import type { DatabaseKind } from '../../database/column-types.js';
import { Database } from '../../database/database.js';
import { UseLock } from '../../database/use-lock.js';
import { isWritable, openSqlite, type SqliteConnection } from '../../database/open-sqlite.js';
import { WriteOutcomes } from '../../database/write-outcomes.js';

/** A moment: ISO 8601 text in SQLite, a date in Postgres. Both databases take the text. */
type Moment = string | Date;

/** A row of `apiKey`; permissions are JSON. */
export interface ApiKeyRow {
  readonly id: string;
  readonly name: string | null;
  readonly start: string | null;
  readonly prefix: string | null;
  /** SHA-256 of the whole key, base64url. */
  readonly key: string;
  /** The account that owns the key. */
  readonly referenceId: string;
  /** 0 and 1 in SQLite; Postgres takes these, too, and answers with booleans. */
  readonly enabled: number | boolean;
  readonly rateLimitMax: number | null;
  readonly requestCount: number | null;
  readonly lastRequest: Moment | null;
  readonly expiresAt: Moment | null;
  readonly createdAt: Moment;
  readonly updatedAt: Moment;
  readonly permissions: string | null;
}

/** What this process has written down about itself: `setup`, `secret-fingerprint`. */
export interface InstallationRow {
  readonly id: string;
  readonly name: string;
  readonly value: string;
}

/** The columns our own statements read; Better Auth owns the tables and their migrations. */
export interface AuthTables {
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  readonly session: {
    readonly id: string;
    readonly token: string;
    readonly userId: string;
    readonly expiresAt: Moment;
  };
  readonly account: { readonly id: string };
  readonly verification: { readonly id: string };
  readonly apiKey: ApiKeyRow;
  readonly installation: InstallationRow;
}

/**
 * The accounts database: users, sessions, keys. On SQLite a file of its own, with one connection that Better Auth shares;
 * with `DATABASE_URL` the same Postgres as the product's own tables.
 */
@Injectable()
export class AuthDatabase implements OnApplicationShutdown {
  readonly kind: DatabaseKind;
  readonly kysely: Kysely<AuthTables>;
  /** The file's connection; undefined on Postgres. */
  readonly file: SqliteConnection | undefined;
  private readonly lock: UseLock | undefined;
  private readonly outcomes: WriteOutcomes | undefined;
  private readonly lastWork: (() => Promise<void>)[] = [];

  /** @throws {StartupError} when the file cannot be opened, or another process has it. */
  constructor(
    environment: Environment,
    private readonly database: Database,
  ) {
    this.kind = database.kind;
    if (database.kind === 'postgres') {
      this.kysely = database.tables<AuthTables>();
      return;
    }
    this.lock = UseLock.take(environment.authDatabasePath);
    this.file = openSqlite(environment.authDatabasePath);
    this.outcomes = new WriteOutcomes(this.file);
    this.kysely = new Kysely<AuthTables>({
      dialect: new SqliteDialect({ database: cachedStatements(this.file, this.outcomes) }),
    });
  }

  /** Whether changes can be kept now; a Postgres says so itself at each statement. */
  get writable(): boolean {
    if (this.file === undefined || this.outcomes === undefined) return true;
    return isWritable(this.file.name) && this.outcomes.areKept();
  }

  /** Does `work` while no other process on the same database does work of that name. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.database.alone(name, work);
  }

  /** Has `work` done before the connection closes, when no request runs any more. */
  beforeClose(work: () => Promise<void>): void {
    if (this.kind === 'postgres') this.database.beforeClose(work);
    else this.lastWork.push(work);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.kind === 'postgres') return;
    for (const work of this.lastWork) await work();
    await this.kysely.destroy();
    this.lock?.release();
  }
}
