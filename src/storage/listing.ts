import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../assets/asset-catalog.js';
import { AssetPath } from '../assets/asset-path.js';
import { ObjectStore, type FolderEntry } from '../assets/object-store.js';
import { DomainError } from '../errors/domain-error.js';
import type { ListedFile, ListedFolder, ListQuery, StorageListing } from './storage.dto.js';

/** Lists folders of the store: folders first, then files, each in the order of their names. */
@Injectable()
export class Listing {
  constructor(
    private readonly store: ObjectStore,
    private readonly catalog: AssetCatalog,
  ) {}

  /**
   * One page of a folder, with the first entries of the folders below it down to `depth`.
   * @throws {DomainError} `not-found` when there is no such folder, `invalid-request` for a foreign cursor.
   */
  async list(
    { path, depth, limit, cursor }: ListQuery,
    signal: AbortSignal,
  ): Promise<StorageListing> {
    const folder =
      path === undefined || path === '' || path === '/'
        ? undefined
        : AssetPath.parse(path.replace(/\/$/, ''));
    const entries = await this.store.list(folder, signal);
    if (entries === undefined)
      throw new DomainError('not-found', `There is no folder "${folder?.value ?? ''}".`);
    const ordered = entries.toSorted(byPlace);
    const start = cursor === undefined ? 0 : placeAfter(ordered, readCursor(cursor));
    const page = ordered.slice(start, start + limit);
    const last = page.at(-1);
    const contents = await this.describe(page, depth, limit, signal);
    const more = last !== undefined && start + limit < ordered.length;
    return {
      path: folder?.value ?? '',
      ...contents,
      ...(more && { nextCursor: writeCursor(last) }),
    };
  }

  private async describe(
    page: readonly FolderEntry[],
    depth: number,
    limit: number,
    signal: AbortSignal,
  ) {
    const folders: ListedFolder[] = [];
    const files: ListedFile[] = [];
    for (const entry of page) {
      if (entry.kind === 'folder')
        folders.push(await this.describeFolder(entry.path, depth - 1, limit, signal));
      else files.push(...(await this.describeFile(entry.path, signal)));
    }
    return { folders, files };
  }

  private async describeFolder(
    path: AssetPath,
    depth: number,
    limit: number,
    signal: AbortSignal,
  ): Promise<ListedFolder> {
    const self = { name: path.name, path: path.value };
    if (depth === 0) return self;
    const entries = (await this.store.list(path, signal)) ?? [];
    return {
      ...self,
      ...(await this.describe(entries.toSorted(byPlace).slice(0, limit), depth, limit, signal)),
    };
  }

  /** Empty for a file that the operator put there and whose kind is not delivered. */
  private async describeFile(path: AssetPath, signal: AbortSignal): Promise<readonly ListedFile[]> {
    const asset = await this.catalog.find(path, signal);
    if (asset === undefined) return [];
    const { size, modifiedAt, mediaType, version } = asset;
    const mtime = modifiedAt.toISOString();
    return [
      {
        name: path.name,
        path: path.value,
        size,
        mtime,
        contentType: mediaType.contentType,
        version,
      },
    ];
  }
}

/** Where an entry stands in a folder; it stays when other entries come and go, so it makes a cursor. */
type Place = Pick<FolderEntry, 'kind' | 'name'>;

function byPlace(a: Place, b: Place): number {
  if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function placeAfter(ordered: readonly Place[], place: Place): number {
  const index = ordered.findIndex((entry) => byPlace(entry, place) > 0);
  return index === -1 ? ordered.length : index;
}

function writeCursor({ kind, name }: Place): string {
  return Buffer.from(`${kind}/${name}`).toString('base64url');
}

function readCursor(cursor: string): Place {
  const [kind, ...name] = Buffer.from(cursor, 'base64url').toString('utf8').split('/');
  if ((kind === 'folder' || kind === 'file') && name.length === 1)
    return { kind, name: name.join('/') };
  const message = 'The cursor is none that a listing has given.';
  throw new DomainError('invalid-request', message, {
    violations: [{ parameter: 'cursor', message }],
  });
}
