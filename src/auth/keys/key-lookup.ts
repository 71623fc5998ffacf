import { Injectable } from '@nestjs/common';
import type { CompiledQuery } from 'kysely';
import { AuthDatabase, type ApiKeyRow } from '../accounts/auth-database.js';

/**
 * Finds a key by its hash, in the table, at each request: a change holds at once, whichever process made it. The
 * statement is put together once, and on SQLite run without waiting in line, which is most of what asking costs.
 */
@Injectable()
export class KeyLookup {
  private ask: ((hash: string) => Promise<ApiKeyRow | undefined>) | undefined;

  constructor(private readonly database: AuthDatabase) {}

  /** The row of the key whose SHA-256, base64url, this is. */
  find(hash: string): Promise<ApiKeyRow | undefined> {
    // Not before the first key is looked for: the table is made after this is.
    this.ask ??= this.prepare();
    return this.ask(hash);
  }

  private prepare(): (hash: string) => Promise<ApiKeyRow | undefined> {
    const { file, kysely } = this.database;
    const query = kysely.selectFrom('apiKey').selectAll().where('key', '=', '').compile();
    if (file !== undefined) {
      const statement = file.prepare<[string], ApiKeyRow>(query.sql);
      // In a promise, so that a database that fails is the request's failure and not the guard's.
      return async (hash) => Promise.resolve(statement.get(hash));
    }
    return async (hash) => {
      const asked: CompiledQuery<ApiKeyRow> = { ...query, parameters: [hash] };
      return (await kysely.executeQuery(asked)).rows[0];
    };
  }
}
