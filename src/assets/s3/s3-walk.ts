import { AssetPath } from '../asset-path.js';
import type { Bucket, BucketObject } from '../bucket.js';
import type { LeftOut } from '../left-out.js';
import type { ObjectStat, StoreEntry } from '../object-store.js';
import { ORIGINALS } from './original-keys.js';

/** What a listing tells of an object, and a look at it too. */
export function describeObject({ size, tag, modifiedAt }: BucketObject): ObjectStat {
  return { size, modifiedAt, revision: `${tag}-${size.toString(36)}` };
}

/**
 * Everything in the bucket that can be an asset, with the folders that the keys imply, in the order of the bytes of the
 * paths, which is the order of the keys. Left out are keys that no client could have given.
 */
export async function* walkBucket(
  bucket: Bucket,
  leftOut: LeftOut,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoreEntry> {
  let entered = '';
  let next: string | undefined;
  do {
    const page = await bucket.list(ORIGINALS, { next }, signal);
    for (const object of page.objects) {
      const text = object.key.slice(ORIGINALS.length);
      const isMarker = text.endsWith('/');
      const path = AssetPath.parseIfAny(isMarker ? text.slice(0, -1) : text);
      if (path === undefined) {
        leftOut.note(text);
        continue;
      }
      const folder = isMarker ? path : path.folder;
      for (const ancestor of newAncestors(folder, entered))
        yield { kind: 'folder', path: ancestor };
      entered = folder === undefined ? '' : `${folder.value}/`;
      if (!isMarker) yield { kind: 'file', path, stat: describeObject(object) };
    }
    next = page.next;
  } while (next !== undefined);
}

/** A folder and those above it, the outermost first, but for those that the walk is in already. */
function newAncestors(folder: AssetPath | undefined, entered: string): readonly AssetPath[] {
  const found: AssetPath[] = [];
  for (let at = folder; at !== undefined && !entered.startsWith(`${at.value}/`); at = at.folder)
    found.unshift(at);
  return found;
}
