import { Injectable } from '@nestjs/common';
import { DomainError } from '../../errors/domain-error.js';
import type { Scope } from '../../access/scopes.js';
import { AuthDatabase } from '../accounts/auth-database.js';
import { AuthServer } from '../accounts/auth-server.js';
import { PreparedQuery } from '../accounts/prepared-query.js';
import { KEY_COLUMNS, toApiKey, toPermissions, type ApiKey, type KeyRow } from './api-key.js';
import { KeyUse } from './key-use.js';

/** Most keys an account may hold. */
const MAX_KEYS = 1000;

/** What a new key is to be. */
export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Seconds from now; never when undefined. */
  readonly expiresIn?: number | undefined;
  /** Requests a window; the server's default when undefined. */
  readonly rateLimit?: number | undefined;
}

/** What may be changed of a key. */
export interface ApiKeyChange {
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly scopes?: readonly Scope[] | undefined;
  readonly rateLimit?: number | null | undefined;
}

/** A key just made: `secret` is the key itself and is not kept. */
export interface CreatedApiKey {
  readonly secret: string;
  readonly key: ApiKey;
}

/** Which of the keys. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** Some of an account's keys. */
export interface KeyPage {
  readonly keys: readonly ApiKey[];
  /** How many the account has. */
  readonly total: number;
}

interface ListedRow extends KeyRow {
  readonly total: number | null;
}

/** The API keys of the accounts. A change holds from the next request on, because each request reads the table. */
@Injectable()
export class ApiKeys {
  private readonly listing: PreparedQuery<ListedRow>;

  constructor(
    private readonly server: AuthServer,
    private readonly database: AuthDatabase,
    private readonly use: KeyUse,
  ) {
    this.listing = new PreparedQuery(database, (kysely) =>
      kysely
        .selectFrom('apiKey')
        .select(KEY_COLUMNS)
        .select((expressions) =>
          expressions
            .selectFrom('apiKey')
            .select(({ fn }) => fn.countAll<number>().as('count'))
            .where('referenceId', '=', '')
            .as('total'),
        )
        .where('referenceId', '=', '')
        .orderBy('createdAt', 'desc')
        .orderBy('id')
        .limit(0)
        .offset(0),
    );
  }

  /** @throws {DomainError} `conflict` when the account holds as many keys as it may. */
  async create(
    ownerId: string,
    { name, scopes, expiresIn, rateLimit }: NewApiKey,
  ): Promise<CreatedApiKey> {
    const count = await this.count(ownerId);
    if (count >= MAX_KEYS) {
      throw new DomainError(
        'conflict',
        `An account holds at most ${MAX_KEYS} keys; delete one first.`,
      );
    }
    const created = await this.server.auth.api.createApiKey({
      body: {
        userId: ownerId,
        name,
        permissions: toPermissions(scopes),
        ...(expiresIn !== undefined && { expiresIn }),
      },
    });
    // The plugin stores its own default where none is given; ours is looked up at each request instead.
    await this.change(ownerId, created.id, { rateLimitMax: rateLimit ?? null });
    return { secret: created.key, key: await this.get(ownerId, created.id) };
  }

  /** Some of an account's keys, the newest first. */
  async list(ownerId: string, { limit, offset }: Page): Promise<KeyPage> {
    const rows = await this.listing.rows(ownerId, ownerId, limit, offset);
    // Behind the last one there is no row to say how many there are.
    const total = rows[0]?.total ?? (await this.count(ownerId));
    return { keys: rows.map((row) => this.withLatestUse(toApiKey(row))), total };
  }

  /** @throws {DomainError} `not-found` when the account holds no such key. */
  async get(ownerId: string, id: string): Promise<ApiKey> {
    const row = await this.database.kysely
      .selectFrom('apiKey')
      .select(KEY_COLUMNS)
      .where('id', '=', id)
      .where('referenceId', '=', ownerId)
      .executeTakeFirst();
    if (row === undefined) throw unknownKey();
    return toApiKey(row);
  }

  /** @throws {DomainError} `not-found` when the account holds no such key. */
  async update(ownerId: string, id: string, change: ApiKeyChange): Promise<ApiKey> {
    const { name, enabled, scopes, rateLimit } = change;
    await this.change(ownerId, id, {
      ...(name !== undefined && { name }),
      ...(enabled !== undefined && { enabled: enabled ? 1 : 0 }),
      ...(scopes !== undefined && { permissions: JSON.stringify(toPermissions(scopes)) }),
      ...(rateLimit !== undefined && { rateLimitMax: rateLimit }),
    });
    return this.get(ownerId, id);
  }

  /** @throws {DomainError} `not-found` when the account holds no such key. */
  async delete(ownerId: string, id: string): Promise<ApiKey> {
    const key = await this.get(ownerId, id);
    await this.database.kysely
      .deleteFrom('apiKey')
      .where('id', '=', id)
      .where('referenceId', '=', ownerId)
      .execute();
    return key;
  }

  private async count(ownerId: string): Promise<number> {
    const { count } = await this.database.kysely
      .selectFrom('apiKey')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('referenceId', '=', ownerId)
      .executeTakeFirstOrThrow();
    return count;
  }

  private withLatestUse(key: ApiKey): ApiKey {
    const pending = this.use.pendingOf(key.id);
    if (pending === undefined) return key;
    const requestCount = key.requestCount + pending.count;
    return { ...key, requestCount, lastUsedAt: new Date(pending.lastAt) };
  }

  private async change(ownerId: string, id: string, columns: object): Promise<void> {
    const { numUpdatedRows } = await this.database.kysely
      .updateTable('apiKey')
      .set({ ...columns, updatedAt: new Date().toISOString() })
      .where('id', '=', id)
      .where('referenceId', '=', ownerId)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw unknownKey();
  }
}

function unknownKey(): DomainError {
  return new DomainError('not-found', 'There is no such API key.');
}
