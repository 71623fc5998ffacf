import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Database } from '../database/database.js';
import type { AssetPath } from './asset-path.js';

/** What was measured of an asset's content once, so that it need not be read again. */
export interface AssetFacts {
  /** Displayed size, px. */
  readonly width?: number;
  readonly height?: number;
  /** EXIF orientation, 1 to 8. */
  readonly orientation?: number;
  readonly hasAlpha?: boolean;
  readonly frames?: number;
  /** Seconds. */
  readonly duration?: number;
  readonly codec?: string;
  /** Frames per second. */
  readonly fps?: number;
  /** Whether there is sound. */
  readonly audio?: boolean;
}

/** One indexed asset. It speaks of the object only while the object's revision is the same. */
export interface IndexedAsset {
  readonly revision: string;
  readonly version: string;
  readonly createdAt: Date;
  /** Undefined until measured. */
  readonly facts: AssetFacts | undefined;
}

interface AssetTables {
  asset: {
    path: string;
    revision: string;
    version: string;
    created_at: string;
    facts: string | null;
  };
}

const MIGRATIONS: Readonly<Record<string, Migration>> = {
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
};

/** Remembers what can be derived from the store only by reading whole objects. Losing it costs time, not data. */
export class AssetIndex {
  private constructor(private readonly tables: Kysely<AssetTables>) {}

  /** Opens the index, making its tables when they are missing. */
  static async open(database: Database): Promise<AssetIndex> {
    await database.migrate('assets', MIGRATIONS);
    return new AssetIndex(database.tables<AssetTables>());
  }

  /** What is remembered of `path`. */
  async find(path: AssetPath): Promise<IndexedAsset | undefined> {
    const row = await this.tables
      .selectFrom('asset')
      .selectAll()
      .where('path', '=', path.value)
      .executeTakeFirst();
    return (
      row && {
        revision: row.revision,
        version: row.version,
        createdAt: new Date(row.created_at),
        facts: row.facts === null ? undefined : (JSON.parse(row.facts) as AssetFacts),
      }
    );
  }

  /** Remembers an asset, in place of what was remembered of its path; the first `createdAt` stays. */
  async save(
    path: AssetPath,
    { revision, version, createdAt, facts }: IndexedAsset,
  ): Promise<void> {
    const derived = {
      revision,
      version,
      facts: facts === undefined ? null : JSON.stringify(facts),
    };
    await this.tables
      .insertInto('asset')
      .values({ path: path.value, created_at: createdAt.toISOString(), ...derived })
      .onConflict((conflict) => conflict.column('path').doUpdateSet(derived))
      .execute();
  }

  /** Forgets `path`. */
  async delete(path: AssetPath): Promise<void> {
    await this.tables.deleteFrom('asset').where('path', '=', path.value).execute();
  }
}
