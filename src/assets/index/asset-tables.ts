import { sql, type Kysely } from 'kysely';
import type { ColumnTypes } from '../../database/column-types.js';
import type { Migrations } from '../../database/database.js';

/** The index's tables, as they are stored. Times are milliseconds since 1970, text sorts by its UTF-8 bytes. */
export interface AssetTables {
  asset: {
    path: string;
    /** The folder's path; empty for the root. */
    folder: string;
    name: string;
    /** Path and tags in lower case: what a search looks in. */
    search: string;
    kind: string;
    content_type: string;
    size: number;
    modified_at: number;
    created_at: number;
    revision: string;
    /** Null until the object has been read. */
    version: string | null;
    facts: string | null;
    visibility: string;
    tags: string;
  };
  folder: {
    path: string;
    /** Empty for folders of the root. */
    parent: string;
    name: string;
    search: string;
  };
  /** One row, kept in the transaction that changes an asset. */
  asset_totals: { id: number; files: number; bytes: number; updated_at: number };
  /** What an asset that is about to appear has to be, from its first moment. */
  asset_reservation: { path: string; visibility: string; tags: string };
  /** A row while the index may not know every private object: those it does not know are noted as private then. */
  asset_caution: { id: number };
}

/** How the tables came to be what they are, in order. */
export const ASSET_MIGRATIONS: Migrations = (types) => ({
  '0001-asset': {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('asset')
        .addColumn('path', 'text', (column) => column.primaryKey())
        .addColumn('revision', 'text', (column) => column.notNull())
        .addColumn('version', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('facts', 'text')
        .execute();
    },
  },
  '0002-inventory': {
    up: async (db: Kysely<unknown>) => {
      // All that was in the table so far is derived from the store, which is read again.
      await db.schema.dropTable('asset').execute();
      await createAsset(db, types);
      await createFolder(db, types);
      await createTotals(db);
      await db.schema
        .createTable('asset_reservation')
        .addColumn('path', types.text, (column) => column.primaryKey())
        .addColumn('visibility', types.text, (column) => column.notNull())
        .addColumn('tags', types.text, (column) => column.notNull())
        .execute();
    },
  },
  '0003-kinds': {
    up: async (db: Kysely<unknown>) => {
      // Counts and sizes of a kind without reading the rows.
      await db.schema.createIndex('asset_kinds').on('asset').columns(['kind', 'size']).execute();
    },
  },
  '0004-caution': {
    up: async (db: Kysely<unknown>) => {
      // A restore may have made it, and a start that finds no index.
      await db.schema
        .createTable('asset_caution')
        .ifNotExists()
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .execute();
    },
  },
});

async function createAsset(db: Kysely<unknown>, { kind, text }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('asset')
    .addColumn('path', text, (column) => column.primaryKey())
    .addColumn('folder', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('search', text, (column) => column.notNull())
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('content_type', text, (column) => column.notNull())
    .addColumn('size', 'bigint', (column) => column.notNull())
    .addColumn('modified_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('revision', text, (column) => column.notNull())
    .addColumn('version', text)
    .addColumn('facts', text)
    .addColumn('visibility', text, (column) => column.notNull())
    .addColumn('tags', text, (column) => column.notNull())
    .execute();
  // One index an order of a folder's listing; the name breaks ties, so that every order is total.
  const orders = [['name'], ['modified_at', 'name'], ['size', 'name'], ['content_type', 'name']];
  for (const columns of orders) {
    await db.schema
      .createIndex(`asset_by_${columns[0]}`)
      .on('asset')
      .columns(['folder', ...columns])
      .execute();
  }
  // Sizes below a folder, and what a search reads, without reading the rows.
  await db.schema.createIndex('asset_sizes').on('asset').columns(['path', 'size']).execute();
  // Postgres takes no row of an index that is longer than a third of a page, as a path with its tags can be.
  if (kind === 'sqlite')
    await db.schema.createIndex('asset_search').on('asset').columns(['path', 'search']).execute();
}

async function createFolder(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('folder')
    .addColumn('path', text, (column) => column.primaryKey())
    .addColumn('parent', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('search', text, (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('folder_by_parent')
    .on('folder')
    .columns(['parent', 'name'])
    .execute();
}

async function createTotals(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('asset_totals')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('files', 'bigint', (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  await sql`insert into asset_totals (id, files, bytes, updated_at) values (1, 0, 0, 0)`.execute(
    db,
  );
}
