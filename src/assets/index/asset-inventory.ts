import { setImmediate as breath } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { sql, type ExpressionBuilder, type Kysely, type SqlBool } from 'kysely';
import { Database } from '../../database/database.js';
import { AssetPath } from '../asset-path.js';
import { MEDIA_KINDS, type MediaKind } from '../media-types.js';
import { readRow, type IndexedAsset } from './asset-record.js';
import type { AssetTables } from './asset-tables.js';

/** What files can be put in order by, and the column that holds it. */
const ORDER_COLUMNS = {
  name: 'name',
  date: 'modified_at',
  size: 'size',
  type: 'content_type',
} as const;

const PREVIEWS = 4;
/** Of a folder's newest files so many are looked at for pictures. */
const PREVIEW_CANDIDATES = 50;

/** An order of files; equal ones are in the order of their names. */
export interface FileOrder {
  readonly by: keyof typeof ORDER_COLUMNS;
  readonly descending: boolean;
}

/** Where a file stands in an order. It says so without the file, which may have gone since. */
export interface FilePlace {
  /** The value it is ordered by. */
  readonly value: string | number;
  /** Its name in a folder's listing, its path in a search. */
  readonly name: string;
}

/** Which entries are asked for. */
export interface InventoryQuery {
  /** Undefined: the root. */
  readonly folder: AssetPath | undefined;
  /** Lower case. With it everything below the folder is looked through, without it only the folder itself. */
  readonly search: string | undefined;
  readonly limit: number;
}

/** An asset as the inventory lists it. */
export interface InventoryFile {
  readonly path: AssetPath;
  readonly asset: IndexedAsset;
  readonly place: FilePlace;
}

/** What lies in a folder, at any depth. */
export interface FolderSummary {
  readonly files: number;
  readonly bytes: number;
  /** Folders directly in it. */
  readonly folders: number;
  /** Its newest pictures. */
  readonly previews: readonly { readonly path: AssetPath; readonly version: string | undefined }[];
}

/** All assets of a kind together. */
export interface KindTotals {
  readonly kind: MediaKind;
  readonly files: number;
  readonly bytes: number;
}

/** All assets together. */
export interface InventoryTotals {
  readonly files: number;
  readonly bytes: number;
  readonly updatedAt: Date;
}

/** Answers what lies where out of the index, a page at a time. */
@Injectable()
export class AssetInventory {
  private readonly tables: Kysely<AssetTables>;

  constructor(database: Database) {
    this.tables = database.tables<AssetTables>();
  }

  /** Whether there is such a folder. */
  async hasFolder(folder: AssetPath): Promise<boolean> {
    const row = await this.tables
      .selectFrom('folder')
      .select('path')
      .where('path', '=', folder.value)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Folders in the order of their names, or of their paths when searching. */
  async folders(
    { folder, search, limit }: InventoryQuery,
    after: string | undefined,
  ): Promise<readonly AssetPath[]> {
    const key = search === undefined ? 'name' : 'path';
    const rows = await this.tables
      .selectFrom('folder')
      .select('path')
      .$if(search === undefined, (query) => query.where('parent', '=', folder?.value ?? ''))
      .$if(search !== undefined, (query) =>
        query.where(isBelow(folder)).where(contains(search ?? '')),
      )
      .$if(after !== undefined, (query) => query.where(key, '>', after ?? ''))
      .orderBy(key)
      .limit(limit)
      .execute();
    return rows.map(({ path }) => AssetPath.parse(path));
  }

  /** Files in the order asked for. */
  async files(
    { folder, search, limit }: InventoryQuery,
    order: FileOrder,
    kind: MediaKind | undefined,
    after: FilePlace | undefined,
  ): Promise<readonly InventoryFile[]> {
    // A search goes through the paths in their order, so that a page of many finds is found without sorting them.
    const name = search === undefined ? 'name' : 'path';
    const column = order.by === 'name' ? name : ORDER_COLUMNS[order.by];
    const direction = order.descending ? 'desc' : 'asc';
    const rows = await this.tables
      .selectFrom('asset')
      .selectAll()
      .$if(search === undefined, (query) => query.where('folder', '=', folder?.value ?? ''))
      .$if(search !== undefined, (query) =>
        query.where(isBelow(folder)).where(contains(search ?? '')),
      )
      .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
      .$if(after !== undefined, (query) => query.where(isAfter(column, name, order, after)))
      .orderBy(column, direction)
      .orderBy(name, direction)
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      path: AssetPath.parse(row.path),
      asset: readRow(row),
      place: { value: row[column], name: row[name] },
    }));
  }

  /** A page of the assets below a folder (undefined: all), in the order of their paths. */
  async assetsBelow(
    folder: AssetPath | undefined,
    after: string | undefined,
    limit: number,
  ): Promise<readonly { readonly path: AssetPath; readonly revision: string }[]> {
    const rows = await this.tables
      .selectFrom('asset')
      .select(['path', 'revision'])
      .where(isBelow(folder))
      .$if(after !== undefined, (query) => query.where('path', '>', after ?? ''))
      .orderBy('path')
      .limit(limit)
      .execute();
    return rows.map(({ path, revision }) => ({ path: AssetPath.parse(path), revision }));
  }

  /** The folders below one (undefined: all), or a page of them, in the order of their paths. */
  async foldersBelow(
    folder: AssetPath | undefined,
    after?: string,
    limit = Number.MAX_SAFE_INTEGER,
    search?: string,
  ): Promise<readonly AssetPath[]> {
    const rows = await this.tables
      .selectFrom('folder')
      .select('path')
      .where(isBelow(folder))
      .$if(search !== undefined, (query) => query.where(contains(search ?? '')))
      .$if(after !== undefined, (query) => query.where('path', '>', after ?? ''))
      .orderBy('path')
      .limit(limit)
      .execute();
    return rows.map(({ path }) => AssetPath.parse(path));
  }

  /** The longest path, in bytes, of an asset or a folder below a folder. */
  async longestBelow(folder: AssetPath): Promise<string | undefined> {
    const found: string[] = [];
    for (const table of ['folder', 'asset'] as const) {
      const row = await this.tables
        .selectFrom(table)
        .select('path')
        .where(isBelow(folder))
        .orderBy(sql`octet_length(path)`, 'desc')
        .limit(1)
        .executeTakeFirst();
      if (row !== undefined) found.push(row.path);
    }
    return found.sort((a, b) => Buffer.byteLength(b) - Buffer.byteLength(a))[0];
  }

  /** What lies in a folder. */
  async summary(folder: AssetPath): Promise<FolderSummary> {
    const { files, bytes } = await this.tables
      .selectFrom('asset')
      .select(({ fn }) => [
        fn.countAll<number>().as('files'),
        fn.coalesce(fn.sum<number>('size'), sql<number>`0`).as('bytes'),
      ])
      .where(isBelow(folder))
      .executeTakeFirstOrThrow();
    const { folders } = await this.tables
      .selectFrom('folder')
      .select(({ fn }) => fn.countAll<number>().as('folders'))
      .where('parent', '=', folder.value)
      .executeTakeFirstOrThrow();
    const newest = await this.tables
      .selectFrom('asset')
      .select(['path', 'version', 'kind'])
      .where('folder', '=', folder.value)
      .orderBy('modified_at', 'desc')
      .orderBy('name', 'desc')
      .limit(PREVIEW_CANDIDATES)
      .execute();
    // Counting a large folder takes milliseconds: others may have theirs in between.
    await breath();
    return {
      files,
      bytes,
      folders,
      previews: newest
        .filter(({ kind }) => kind === 'image')
        .slice(0, PREVIEWS)
        .map(({ path, version }) => ({
          path: AssetPath.parse(path),
          version: version ?? undefined,
        })),
    };
  }

  /** How much there is of each kind; kinds without an asset are left out. */
  async kinds(): Promise<readonly KindTotals[]> {
    const totals: KindTotals[] = [];
    for (const kind of MEDIA_KINDS) {
      const { files, bytes } = await this.tables
        .selectFrom('asset')
        .select(({ fn }) => [
          fn.countAll<number>().as('files'),
          fn.coalesce(fn.sum<number>('size'), sql<number>`0`).as('bytes'),
        ])
        .where('kind', '=', kind)
        .executeTakeFirstOrThrow();
      if (files > 0) totals.push({ kind, files, bytes });
      await breath();
    }
    return totals;
  }

  /** How many assets there are, and how large they are together. */
  async totals(): Promise<InventoryTotals> {
    const { files, bytes, updated_at } = await this.tables
      .selectFrom('asset_totals')
      .selectAll()
      .executeTakeFirstOrThrow();
    return {
      files,
      bytes,
      updatedAt: new Date(updated_at),
    };
  }
}

type Condition = (
  builder: ExpressionBuilder<AssetTables, 'asset' | 'folder'>,
) => ReturnType<typeof sql<SqlBool>>;

/** As a span of the path's index: `/` is followed by `0` among the characters. */
function isBelow(folder: AssetPath | undefined): Condition {
  if (folder === undefined) return () => sql<SqlBool>`1 = 1`;
  return () => sql<SqlBool>`path >= ${`${folder.value}/`} and path < ${`${folder.value}0`}`;
}

function contains(text: string): Condition {
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return () => sql<SqlBool>`search like ${pattern} escape '\\'`;
}

function isAfter(
  column: string,
  name: string,
  { descending }: FileOrder,
  after: FilePlace | undefined,
): Condition {
  const [left, right] = [sql.ref(column), sql.ref(name)];
  const [value, tie] = [after?.value ?? '', after?.name ?? ''];
  return descending
    ? () => sql<SqlBool>`(${left}, ${right}) < (${value}, ${tie})`
    : () => sql<SqlBool>`(${left}, ${right}) > (${value}, ${tie})`;
}
