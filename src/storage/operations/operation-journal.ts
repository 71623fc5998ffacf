import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { AssetPath } from '../../assets/asset-path.js';
import { Database, type Migrations } from '../../database/database.js';

/** A change that takes several steps, in the store and in the index. */
export type Operation =
  | { readonly kind: 'move-asset'; readonly from: AssetPath; readonly to: AssetPath }
  | { readonly kind: 'move-folder'; readonly from: AssetPath; readonly to: AssetPath }
  | { readonly kind: 'copy-folder'; readonly from: AssetPath; readonly to: AssetPath }
  | { readonly kind: 'delete-folder'; readonly from: AssetPath };

/** An operation that has been begun and not ended. */
export interface BegunOperation {
  readonly id: number;
  readonly operation: Operation;
}

interface JournalTables {
  storage_operation: { id?: number; kind: string; source: string; destination: string };
}

const MIGRATIONS: Migrations = (types) => ({
  '0001-operation': {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('storage_operation')
        .addColumn('id', types.rowNumber, (column) =>
          types.kind === 'sqlite' ? column.primaryKey().autoIncrement() : column.primaryKey(),
        )
        .addColumn('kind', types.text, (column) => column.notNull())
        .addColumn('source', types.text, (column) => column.notNull())
        .addColumn('destination', types.text, (column) => column.notNull())
        .execute();
    },
  },
});

/** Remembers what has been begun, so that after a crash it is finished. */
@Injectable()
export class OperationJournal implements OnModuleInit {
  private readonly tables: Kysely<JournalTables>;

  constructor(private readonly database: Database) {
    this.tables = database.tables<JournalTables>();
  }

  async onModuleInit(): Promise<void> {
    await this.prepare();
  }

  /** Makes the table when it is missing. */
  async prepare(): Promise<void> {
    await this.database.migrate('storage', MIGRATIONS);
  }

  /** Writes down what is about to be done. */
  async begin(operation: Operation): Promise<BegunOperation> {
    const { id } = await this.tables
      .insertInto('storage_operation')
      .values({
        kind: operation.kind,
        source: operation.from.value,
        destination: operation.kind === 'delete-folder' ? '' : operation.to.value,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { id: id ?? 0, operation };
  }

  /** Strikes out what is done, or has turned out to be impossible. */
  async end({ id }: BegunOperation): Promise<void> {
    await this.tables.deleteFrom('storage_operation').where('id', '=', id).execute();
  }

  /** Whether an operation has still not ended. */
  async isBegun({ id }: BegunOperation): Promise<boolean> {
    const row = await this.tables
      .selectFrom('storage_operation')
      .select('id')
      .where('id', '=', id)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** What was begun before and has not ended, in that order. */
  async unfinished(): Promise<readonly BegunOperation[]> {
    const rows = await this.tables
      .selectFrom('storage_operation')
      .selectAll()
      .orderBy('id')
      .execute();
    return rows.map(({ id = 0, ...row }) => ({ id, operation: readOperation(row) }));
  }
}

function readOperation(row: {
  readonly kind: string;
  readonly source: string;
  readonly destination: string;
}): Operation {
  const from = AssetPath.parse(row.source);
  if (row.kind === 'delete-folder') return { kind: row.kind, from };
  const to = AssetPath.parse(row.destination);
  const kind = row.kind === 'move-asset' || row.kind === 'copy-folder' ? row.kind : 'move-folder';
  return { kind, from, to };
}
