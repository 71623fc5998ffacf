import { createHash } from 'node:crypto';
import { AssetPath } from '../asset-path.js';
import type { Bucket, ObjectNotes } from '../bucket.js';
import { mediaTypeOfExtension } from '../media-types.js';
import { ObjectExistsError } from '../object-store.js';
import { inTurns } from './in-turns.js';
import { assertHasKey, assertIsKey, folderKeyOf, keyOf, ORIGINALS } from './original-keys.js';

const EMPTY = Buffer.alloc(0);
/** Objects that are copied at the same time. */
const COPIES_AT_ONCE = 16;
/** The note on a folder that another is being moved to. */
const MOVED_FROM = 'moved-from';

/**
 * Folders in a bucket, which has none: a folder is there while keys begin with its path and a slash. An object of that
 * very key, of no bytes, keeps one that would be empty.
 */
export class S3Folders {
  constructor(private readonly bucket: Bucket) {}

  /** Whether something lies in the folder, or it is kept. */
  async has(folder: AssetPath, signal?: AbortSignal): Promise<boolean> {
    const { objects } = await this.bucket.list(folderKeyOf(folder), { most: 1 }, signal);
    return objects.length > 0;
  }

  /** The longest path in a folder, whether it can be an asset's or not. */
  async longestBelow(folder: AssetPath, signal?: AbortSignal): Promise<string | undefined> {
    const own = folderKeyOf(folder);
    let longest = '';
    let next: string | undefined;
    do {
      const page = await this.bucket.list(own, { next }, signal);
      for (const { key } of page.objects) {
        if (key !== own && Buffer.byteLength(key) > Buffer.byteLength(longest)) longest = key;
      }
      next = page.next;
    } while (next !== undefined);
    return longest === '' ? undefined : longest.slice(ORIGINALS.length).replace(/\/$/, '');
  }

  /** Makes an empty folder. @throws {ObjectExistsError} */
  async make(folder: AssetPath, signal?: AbortSignal): Promise<void> {
    await this.claim(folder, {}, signal);
  }

  /**
   * Makes sure that an object may come to `path` as far as folders go.
   * @throws {ObjectExistsError} when a folder lies there, or an object where a folder above it would be.
   */
  async assertFree(path: AssetPath, signal?: AbortSignal): Promise<void> {
    assertHasKey(path);
    const { folder } = path;
    const [isFolder, inFolder] = await Promise.all([
      this.has(path, signal),
      folder === undefined || this.has(folder, signal),
    ]);
    if (isFolder) throw new ObjectExistsError(path);
    // Where something lies in a folder, it and those above it are no objects.
    if (inFolder) return;
    await Promise.all(
      foldersAbove(path).map(async (ancestor) => {
        if ((await this.bucket.head(keyOf(ancestor), signal)) !== undefined)
          throw new ObjectExistsError(ancestor);
      }),
    );
  }

  /** Has the folder of an object (or of a folder) stay when that goes. */
  async keepFolderOf(path: AssetPath, signal?: AbortSignal): Promise<void> {
    const { folder } = path;
    if (folder === undefined) return;
    // Its own key or marker and one more: enough to know whether something else lies there.
    const { objects } = await this.bucket.list(folderKeyOf(folder), { most: 2 }, signal);
    const isPart = (key: string) => key === keyOf(path) || key.startsWith(folderKeyOf(path));
    if (objects.some(({ key }) => !isPart(key))) return;
    await this.bucket.put(folderKeyOf(folder), EMPTY, { collision: 'refuse' }, signal);
  }

  /** Removes a folder; see `ObjectStore.deleteFolder`. */
  async delete(
    folder: AssetPath,
    extent: 'whole' | 'if-empty',
    signal?: AbortSignal,
  ): Promise<boolean> {
    const prefix = folderKeyOf(folder);
    let { objects } = await this.bucket.list(prefix, { most: 2 }, signal);
    if (objects.length === 0) return true;
    if (extent === 'if-empty' && objects.some(({ key }) => key !== prefix)) return false;
    await this.keepFolderOf(folder, signal);
    if (extent === 'if-empty') {
      await this.bucket.delete([prefix], signal);
      return true;
    }
    while (objects.length > 0) {
      ({ objects } = await this.bucket.list(prefix, {}, signal));
      const keys = objects.map(({ key }) => key);
      if (keys.length > 0) await this.bucket.delete(keys, signal);
    }
    return true;
  }

  /**
   * Moves a folder, page by page: an object is copied before it is removed. The destination is marked with where its
   * content comes from until all is there, by which a move that was cut short is known.
   */
  async move(from: AssetPath, to: AssetPath, signal?: AbortSignal): Promise<void> {
    const origin = createHash('sha256').update(from.value).digest('hex');
    const marker = await this.bucket.head(folderKeyOf(to), signal);
    if (marker?.notes[MOVED_FROM] !== origin) {
      if (!(await this.has(from, signal))) return;
      await this.claim(to, { [MOVED_FROM]: origin }, signal);
    }
    await this.keepFolderOf(from, signal);
    for (;;) {
      const { objects } = await this.bucket.list(folderKeyOf(from), {}, signal);
      if (objects.length === 0) break;
      const keys = objects.map(({ key }) => key);
      const own = folderKeyOf(from);
      const files = objects.filter(({ key }) => key !== own);
      const targetOf = (key: string) => folderKeyOf(to) + key.slice(own.length);
      for (const { key } of files) assertIsKey(targetOf(key));
      await inTurns(files, COPIES_AT_ONCE, signal, async (object, inner) => {
        const target = targetOf(object.key);
        const { contentType } = mediaTypeOfExtension(extensionOf(target)) ?? {};
        const options = { contentType, collision: 'replace' } as const;
        await this.bucket.copy(object.key, target, options, inner, object);
      });
      await this.bucket.delete(keys, signal);
    }
    await this.bucket.put(folderKeyOf(to), EMPTY, { collision: 'replace' }, signal);
  }

  /** @throws {ObjectExistsError} when the name is taken. */
  private async claim(
    folder: AssetPath,
    notes: ObjectNotes,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await this.assertFree(folder, signal);
    if ((await this.bucket.head(keyOf(folder), signal)) !== undefined)
      throw new ObjectExistsError(folder);
    const key = folderKeyOf(folder);
    const outcome = await this.bucket.put(key, EMPTY, { notes, collision: 'refuse' }, signal);
    if (outcome === 'taken') throw new ObjectExistsError(folder);
  }
}

function extensionOf(key: string): string {
  return /\.([^./]*)$/.exec(key)?.[1]?.toLowerCase() ?? '';
}

function foldersAbove(path: AssetPath): readonly AssetPath[] {
  const above: AssetPath[] = [];
  for (let { folder } = path; folder !== undefined; { folder } = folder) above.push(folder);
  return above;
}
