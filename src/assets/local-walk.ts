import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AssetPath } from './asset-path.js';
import { orUndefined } from './file-absence.js';
import { describeFile } from './file-stat.js';
import type { StoreEntry } from './object-store.js';

/** Files that are looked at together. */
const BATCH = 64;

/**
 * Everything below a directory, in the order of the bytes of the paths. Left out is what cannot be an asset: hidden files,
 * links that lead nowhere, names that no client could have given.
 */
export async function* walkDirectory(
  root: string,
  folder: AssetPath | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoreEntry> {
  const directory = folder === undefined ? root : join(root, folder.value);
  const entries = await orUndefined(readdir(directory, { withFileTypes: true }));
  const ordered = (entries ?? [])
    .map((entry) => ({
      entry,
      key: Buffer.from(entry.isDirectory() ? `${entry.name}/` : entry.name),
    }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  for (let start = 0; start < ordered.length; start += BATCH) {
    signal?.throwIfAborted();
    const batch = ordered.slice(start, start + BATCH);
    const found = await Promise.all(batch.map(({ entry }) => describe(root, folder, entry)));
    for (const entry of found) {
      if (entry === undefined) continue;
      yield entry;
      if (entry.kind === 'folder') yield* walkDirectory(root, entry.path, signal);
    }
  }
}

async function describe(
  root: string,
  folder: AssetPath | undefined,
  entry: Dirent,
): Promise<StoreEntry | undefined> {
  const path = nameable(folder, entry.name);
  if (path === undefined) return undefined;
  if (entry.isDirectory()) return { kind: 'folder', path };
  const stats = await orUndefined(stat(join(root, path.value)));
  return stats?.isFile() === true ? { kind: 'file', path, stat: describeFile(stats) } : undefined;
}

/** Undefined for a name that has no URL: the operator put it there. */
function nameable(folder: AssetPath | undefined, name: string): AssetPath | undefined {
  try {
    const path = folder === undefined ? AssetPath.parse(name) : folder.join(name);
    return path.name === name ? path : undefined;
  } catch {
    return undefined;
  }
}
