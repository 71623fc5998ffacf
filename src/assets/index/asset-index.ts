import { sql, type Kysely } from 'kysely';
import type { Database } from '../../database/database.js';
import { AssetPath } from '../asset-path.js';
import {
  readRow,
  type AssetContent,
  type AssetFacts,
  type AssetMarks,
  type IndexedAsset,
} from './asset-record.js';
import {
  addFolders,
  addRows,
  deleteRows,
  markColumns,
  readMarks,
  renameRows,
  saveOne,
  type IndexEntry,
  type Writing,
} from './asset-rows.js';
import { ASSET_MIGRATIONS, type AssetTables } from './asset-tables.js';

/** Paths in one statement: well below what SQLite binds. */
const MOST_PATHS = 500;

/**
 * Remembers what the store can't hold (visibility, tags) or can't tell fast (what lies where, how large it is, what was
 * measured). Each change is one transaction, totals included: after a crash they agree.
 */
export class AssetIndex {
  private readonly tables: Kysely<AssetTables>;

  private constructor(private readonly database: Database) {
    this.tables = database.tables<AssetTables>();
  }

  /** Opens the index, making its tables when they are missing. */
  static async open(database: Database): Promise<AssetIndex> {
    await database.migrate('assets', ASSET_MIGRATIONS);
    return new AssetIndex(database);
  }

  /** What is remembered of `path`. */
  async find(path: AssetPath): Promise<IndexedAsset | undefined> {
    const row = await this.tables
      .selectFrom('asset')
      .selectAll()
      .where('path', '=', path.value)
      .executeTakeFirst();
    return row && readRow(row);
  }

  /**
   * Remembers an asset's content, in place of what was remembered of the path's; when it was first stored, its visibility
   * and its tags stay. Those of a new path are what was reserved for it.
   * @returns what people say of it.
   */
  async save(path: AssetPath, content: AssetContent, createdAt: Date): Promise<AssetMarks> {
    return this.change((writing) => saveOne(writing, { path, content, createdAt }));
  }

  /** Remembers several at once, those that are remembered already left as they are. */
  async addAll(entries: readonly IndexEntry[]): Promise<void> {
    await this.change(async (writing) => {
      for (let start = 0; start < entries.length; start += MOST_PATHS)
        await addRows(writing, entries.slice(start, start + MOST_PATHS));
    });
  }

  /** Remembers what was measured of an asset, unless its bytes are others by now. */
  async setFacts(path: AssetPath, version: string, facts: AssetFacts): Promise<void> {
    await this.tables
      .updateTable('asset')
      .set({ facts: JSON.stringify(facts) })
      .where('path', '=', path.value)
      .where('version', '=', version)
      .execute();
  }

  /** Has the asset that is about to appear at `path` be what it must be from its first moment, crash or not. */
  async reserve(path: AssetPath, { visibility, tags }: AssetMarks): Promise<void> {
    const marks = { visibility, tags: JSON.stringify(tags) };
    await this.tables
      .insertInto('asset_reservation')
      .values({ path: path.value, ...marks })
      .onConflict((conflict) => conflict.column('path').doUpdateSet(marks))
      .execute();
  }

  /** Takes a reservation back. */
  async release(path: AssetPath): Promise<void> {
    await this.tables.deleteFrom('asset_reservation').where('path', '=', path.value).execute();
  }

  /** Paths that were reserved and have not been used; those that no asset can have are left out. */
  async reservations(): Promise<readonly AssetPath[]> {
    const rows = await this.tables.selectFrom('asset_reservation').select('path').execute();
    return rows.flatMap(({ path }) => AssetPath.parseIfAny(path) ?? []);
  }

  /** Changes what people say of an asset; returns what it is now, or undefined when it is not indexed. */
  async mark(path: AssetPath, changes: Partial<AssetMarks>): Promise<AssetMarks | undefined> {
    return this.change(async (writing) => {
      const row = await writing
        .selectFrom('asset')
        .select(['visibility', 'tags'])
        .where('path', '=', path.value)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const marks = { ...readMarks(row), ...changes };
      await writing
        .updateTable('asset')
        .set(markColumns(path, marks))
        .where('path', '=', path.value)
        .execute();
      return marks;
    });
  }

  /** Forgets assets. */
  async delete(...paths: readonly AssetPath[]): Promise<void> {
    for (let start = 0; start < paths.length; start += MOST_PATHS) {
      const values = paths.slice(start, start + MOST_PATHS).map(({ value }) => value);
      await this.change(async (writing) => {
        await deleteRows(writing, values);
      });
    }
  }

  /** Forgets an asset, unless it has become another since. */
  async deleteIfStill(path: AssetPath, revision: string): Promise<void> {
    const known = await this.find(path);
    if (known?.stat.revision === revision) await this.delete(path);
  }

  /**
   * Gives assets other paths, with all that is remembered of them. The new paths are theirs: what a look at the store has
   * noted there in the meantime goes. Unknown ones are skipped.
   */
  async rename(
    pairs: readonly { readonly from: AssetPath; readonly to: AssetPath }[],
  ): Promise<void> {
    await this.change(async (writing) => {
      for (let start = 0; start < pairs.length; start += MOST_PATHS)
        await renameRows(writing, pairs.slice(start, start + MOST_PATHS));
    });
  }

  /**
   * Reserves, below `to`, what the marked assets below `from` are: they are about to be moved or copied there. So is what
   * was reserved for assets that are no longer known, or not yet.
   */
  async reserveBelow(from: AssetPath, to: AssetPath): Promise<void> {
    for (const table of ['asset_reservation', 'asset'] as const) {
      await this.tables
        .insertInto('asset_reservation')
        .columns(['path', 'visibility', 'tags'])
        .expression((builder) =>
          builder
            .selectFrom(table)
            .select([
              sql<string>`${to.value} || substr(path, ${lengthInCharacters(from.value) + 1})`.as(
                'path',
              ),
              'visibility',
              'tags',
            ])
            .where('path', '>=', `${from.value}/`)
            .where('path', '<', `${from.value}0`)
            .where((where) =>
              where.or([where('visibility', '<>', 'public'), where('tags', '<>', '[]')]),
            ),
        )
        .onConflict((conflict) =>
          conflict.column('path').doUpdateSet((set) => ({
            visibility: set.ref('excluded.visibility'),
            tags: set.ref('excluded.tags'),
          })),
        )
        .execute();
    }
  }

  /** Takes back all reservations below a folder. */
  async releaseBelow(folder: AssetPath): Promise<void> {
    await this.tables
      .deleteFrom('asset_reservation')
      .where('path', '>=', `${folder.value}/`)
      .where('path', '<', `${folder.value}0`)
      .execute();
  }

  /** Remembers a folder and those above it. */
  async addFolder(folder: AssetPath): Promise<void> {
    await this.change((writing) => addFolders(writing, folder));
  }

  /** Forgets folders, not what lies in them. */
  async deleteFolders(...folders: readonly AssetPath[]): Promise<void> {
    for (let start = 0; start < folders.length; start += MOST_PATHS) {
      const values = folders.slice(start, start + MOST_PATHS).map(({ value }) => value);
      await this.tables.deleteFrom('folder').where('path', 'in', values).execute();
    }
  }

  /** Whether objects that are not known are noted as private, since the index was restored or lost. */
  async isCautious(): Promise<boolean> {
    const row = await this.tables.selectFrom('asset_caution').select('id').executeTakeFirst();
    return row !== undefined;
  }

  /** The whole store has been looked through: what appears from now on was not there before. */
  async endCaution(): Promise<void> {
    await this.change((writing) => writing.deleteFrom('asset_caution').execute());
  }

  /** Counts everything again, should the totals ever be doubted. */
  async recount(): Promise<void> {
    await this.change(async (writing) => {
      const { files, bytes } = await writing
        .selectFrom('asset')
        .select(({ fn }) => [
          fn.countAll<number>().as('files'),
          fn.coalesce(fn.sum<number>('size'), sql<number>`0`).as('bytes'),
        ])
        .executeTakeFirstOrThrow();
      await writing
        .updateTable('asset_totals')
        .set({ files, bytes, updated_at: Date.now() })
        .execute();
    });
  }

  private change<T>(work: (writing: Writing) => Promise<T>): Promise<T> {
    return this.database.change('assets', work);
  }
}

/** As SQL counts them: code points, not UTF-16 units. */
function lengthInCharacters(text: string): number {
  return Array.from(text).length;
}
