import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Kysely } from 'kysely';
import type { UploadGrant } from '../../../access/upload-grant.js';
import { Database, type Migrations } from '../../../database/database.js';
import { DomainError } from '../../../errors/domain-error.js';

/** How long a count outlives its signature, seconds: clocks may be set back. */
const KEPT_AFTER_EXPIRY = 86_400;

interface UseTables {
  upload_signature: { id: string; used: number; expires: number };
}

const MIGRATIONS: Migrations = (types) => ({
  '0001-upload-signature': {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('upload_signature')
        .addColumn('id', types.text, (column) => column.primaryKey())
        .addColumn('used', 'integer', (column) => column.notNull())
        .addColumn('expires', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
});

/** Counts the files of upload signatures. A file is counted before it is stored: a crash can only leave fewer, not more. */
@Injectable()
export class UploadSignatureUses implements OnModuleInit {
  private readonly tables: Kysely<UseTables>;

  constructor(private readonly database: Database) {
    this.tables = database.tables<UseTables>();
  }

  async onModuleInit(): Promise<void> {
    await this.database.migrate('upload_signatures', MIGRATIONS);
    const oldest = Math.floor(Date.now() / 1000) - KEPT_AFTER_EXPIRY;
    await this.tables.deleteFrom('upload_signature').where('expires', '<', oldest).execute();
  }

  /**
   * Counts files, all of them or none, in one statement.
   * @throws {DomainError} `signature-used-up`.
   */
  async claim({ id, expires, maxFiles }: UploadGrant, files: number): Promise<void> {
    const claimed =
      files <= maxFiles &&
      (await this.tables
        .insertInto('upload_signature')
        .values({ id, used: files, expires })
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet(({ eb }) => ({ used: eb('upload_signature.used', '+', files) }))
            .where('upload_signature.used', '<=', maxFiles - files),
        )
        .returning('used')
        .executeTakeFirst());
    if (claimed === false || claimed === undefined) {
      throw new DomainError(
        'signature-used-up',
        `The signature is for ${maxFiles} ${maxFiles === 1 ? 'file' : 'files'} in all.`,
      );
    }
  }

  /** Takes files back that were claimed and not stored. */
  async giveBack({ id }: UploadGrant, files: number): Promise<void> {
    await this.tables
      .updateTable('upload_signature')
      .set(({ eb }) => ({ used: eb('used', '-', files) }))
      .where('id', '=', id)
      .where('used', '>=', files)
      .execute();
  }
}
