import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Kysely, SqliteDialect } from 'kysely';
import { Environment } from '../../config/environment.js';
import { cachedStatements } from '../../database/cached-statements.js';
import { UseLock } from '../../database/use-lock.js';
import { openSqlite, type SqliteConnection } from '../../database/open-sqlite.js';

/** A row of `apiKey` as SQLite holds it: dates are ISO 8601 text, booleans 0 and 1, permissions JSON. */
export interface ApiKeyRow {
  readonly id: string;
  readonly name: string | null;
  readonly start: string | null;
  readonly prefix: string | null;
  /** SHA-256 of the whole key, base64url. */
  readonly key: string;
  /** The account that owns the key. */
  readonly referenceId: string;
  readonly enabled: number;
  readonly rateLimitMax: number | null;
  readonly requestCount: number | null;
  readonly lastRequest: string | null;
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
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
  readonly session: { readonly id: string; readonly token: string; readonly userId: string };
  readonly account: { readonly id: string };
  readonly verification: { readonly id: string };
  readonly apiKey: ApiKeyRow;
  readonly installation: InstallationRow;
}

/** The accounts database: users, sessions, keys. One connection, shared with Better Auth. */
@Injectable()
export class AuthDatabase implements OnApplicationShutdown {
  readonly connection: SqliteConnection;
  readonly kysely: Kysely<AuthTables>;
  private readonly lock: UseLock;
  private readonly lastWork: (() => Promise<void>)[] = [];

  /** @throws {StartupError} when the file cannot be opened. */
  constructor(readonly environment: Environment) {
    this.lock = UseLock.share(environment.authDatabasePath);
    this.connection = openSqlite(environment.authDatabasePath);
    this.kysely = new Kysely<AuthTables>({
      dialect: new SqliteDialect({ database: cachedStatements(this.connection) }),
    });
  }

  /** Has `work` done before the connection closes, when no request runs any more. */
  beforeClose(work: () => Promise<void>): void {
    this.lastWork.push(work);
  }

  async onApplicationShutdown(): Promise<void> {
    for (const work of this.lastWork) await work();
    await this.kysely.destroy();
    this.lock.release();
  }
}
