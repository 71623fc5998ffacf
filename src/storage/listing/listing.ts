import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import {
  AssetInventory,
  type FileOrder,
  type InventoryFile,
  type InventoryQuery,
} from '../../assets/index/asset-inventory.js';
import { contentTypeOf } from '../../assets/media-types.js';
import { DomainError } from '../../errors/domain-error.js';
import { readFolder } from '../naming/folder-path.js';
import { readCursor, writeCursor, type Place, type Question } from '../naming/listing-cursor.js';
import { FILE_ORDERS, type ListedFile, type ListedFolder, type ListQuery } from './listing.dto.js';
import type { StorageListing } from './listing.dto.js';
import { readSearch } from '../naming/search-text.decorator.js';

/** A larger file that came by hand is read in the background when it is listed first, bytes. */
const READ_AT_ONCE = 4 * 1024 * 1024;
/** Entries of one answer, the nested ones included. */
const MOST_ENTRIES = 2_000;

/** Lists what is stored, out of the index: folders first, then files. */
@Injectable()
export class Listing {
  constructor(
    private readonly inventory: AssetInventory,
    private readonly catalog: AssetCatalog,
  ) {}

  /**
   * One page of a folder, with the first entries of the folders below it down to `depth`; with a search, one page of what
   * is found anywhere below it.
   * @throws {DomainError} `not-found` when there is no such folder, `invalid-request` for a foreign cursor.
   */
  async list(query: ListQuery, signal: AbortSignal): Promise<StorageListing> {
    const folder = readFolder(query.path);
    const scope = { folder, search: readSearch(query.search), limit: query.limit };
    if (folder !== undefined && !(await this.inventory.hasFolder(folder)))
      throw new DomainError('not-found', `There is no folder "${folder.value}".`);
    const page = await this.page(scope, query);
    const room = { entries: MOST_ENTRIES - query.limit };
    const folders: ListedFolder[] = [];
    for (const path of page.folders) {
      const depth = scope.search === undefined ? query.depth - 1 : 0;
      folders.push(await this.nest(path, depth, query, room, signal));
    }
    return {
      path: folder?.value ?? '',
      folders,
      files: await this.describe(page.files, signal),
      ...(page.next !== undefined && {
        nextCursor: writeCursor(page.next, questionOf(scope, query)),
      }),
    };
  }

  /** One entry more than the page holds is asked for: whether there is another page follows from it. */
  private async page(scope: InventoryQuery, query: ListQuery): Promise<Page> {
    const after = placeIn(scope, query);
    const wanted = { ...scope, limit: scope.limit + 1 };
    const found =
      after?.kind === 'file' ? [] : await this.inventory.folders(wanted, after?.name ?? undefined);
    const folders = found.slice(0, scope.limit);
    const last = folders.at(-1);
    if (found.length > scope.limit && last !== undefined)
      return { folders, files: [], next: placeOf(last, scope) };
    const files = await this.inventory.files(
      { ...scope, limit: scope.limit - folders.length + 1 },
      orderOf(query),
      query.type,
      after?.kind === 'file' ? after : undefined,
    );
    const kept = files.slice(0, scope.limit - folders.length);
    if (files.length === kept.length) return { folders, files: kept };
    const lastFile = kept.at(-1);
    const next = lastFile && { kind: 'file' as const, ...lastFile.place };
    // No room for a file: the next page begins with the first of them.
    return { folders, files: kept, next: next ?? (last && placeOf(last, scope)) };
  }

  private async nest(
    path: AssetPath,
    depth: number,
    query: ListQuery,
    room: { entries: number },
    signal: AbortSignal,
  ): Promise<ListedFolder> {
    const self = { name: path.name, path: path.value };
    if (depth === 0 || room.entries <= 0) return self;
    const limit = Math.min(query.limit, room.entries);
    const scope = { folder: path, search: undefined, limit };
    const found = await this.inventory.folders(scope, undefined);
    const left = limit - found.length;
    const files =
      left === 0
        ? []
        : await this.inventory.files(
            { ...scope, limit: left },
            orderOf(query),
            query.type,
            undefined,
          );
    room.entries -= found.length + files.length;
    const folders: ListedFolder[] = [];
    for (const inner of found) folders.push(await this.nest(inner, depth - 1, query, room, signal));
    return { ...self, folders, files: await this.describe(files, signal) };
  }

  private async describe(
    files: readonly InventoryFile[],
    signal: AbortSignal,
  ): Promise<ListedFile[]> {
    const described: ListedFile[] = [];
    for (const file of files) described.push(await this.describeFile(file, signal));
    return described;
  }

  private async describeFile(
    { path, asset }: InventoryFile,
    signal: AbortSignal,
  ): Promise<ListedFile> {
    const version = asset.version ?? (await this.read(path, asset.stat.size, signal));
    const { width, height, duration } = asset.facts ?? {};
    return {
      name: path.name,
      path: path.value,
      size: asset.stat.size,
      mtime: asset.stat.modifiedAt.toISOString(),
      contentType: contentTypeOf(path.extension),
      ...(version !== undefined && { version }),
      visibility: asset.visibility,
      tags: [...asset.tags],
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(duration !== undefined && { duration }),
    };
  }

  /** A file that came by hand is read when it is listed first. */
  private async read(
    path: AssetPath,
    size: number,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (size <= READ_AT_ONCE) return (await this.catalog.find(path, signal))?.version;
    void this.catalog.find(path).catch(() => undefined);
    return undefined;
  }
}

interface Page {
  readonly folders: readonly AssetPath[];
  readonly files: readonly InventoryFile[];
  readonly next?: Place | undefined;
}

function placeOf(folder: AssetPath, { search }: InventoryQuery): Place {
  return { kind: 'folder', name: search === undefined ? folder.name : folder.value };
}

/** The place to go on from, if any. */
function placeIn(scope: InventoryQuery, query: ListQuery): Place | undefined {
  if (query.cursor === undefined) return undefined;
  const { by } = orderOf(query);
  const values = by === 'date' || by === 'size' ? 'number' : 'text';
  return readCursor(query.cursor, questionOf(scope, query), values);
}

function questionOf({ folder, search }: InventoryQuery, { sort, type }: ListQuery): Question {
  return ['files', folder?.value, search, type, sort];
}

function orderOf({ sort }: ListQuery): FileOrder {
  return FILE_ORDERS[sort];
}
