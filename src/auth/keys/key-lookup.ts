import { Injectable } from '@nestjs/common';
import { AuthDatabase } from '../accounts/auth-database.js';
import { PreparedQuery } from '../accounts/prepared-query.js';
import { KEY_COLUMNS, type KeyRow } from './api-key.js';

/** A key with its hash. */
export interface HashedKey extends KeyRow {
  /** SHA-256 of the whole key, base64url. */
  readonly key: string;
}

/** Finds a key by its hash, in the table, at each request: a change holds at once, whichever process made it. */
@Injectable()
export class KeyLookup {
  private readonly query: PreparedQuery<HashedKey>;

  constructor(database: AuthDatabase) {
    this.query = new PreparedQuery(database, (kysely) =>
      kysely
        .selectFrom('apiKey')
        .select([...KEY_COLUMNS, 'key'])
        .where('key', '=', ''),
    );
  }

  /** The row of the key whose SHA-256, base64url, this is. */
  async find(hash: string): Promise<HashedKey | undefined> {
    return (await this.query.rows(hash))[0];
  }
}
