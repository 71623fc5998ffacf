import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AssetPath } from '../asset-path.js';
import type { LeftOut } from '../left-out.js';
import type { StoreEntry } from '../object-store.js';
import { orUndefined } from '../../files/absence.js';
import { describeFile } from './file-stat.js';

/** Files that are looked at together. */
const BATCH = 64;
/** Entries of a directory that are read together. */
const READ_AT_ONCE = 1024;
const SURROGATE = /[\ud800-\udfff]/;

/** The longest path below a folder, hidden files aside. The names say it: nothing is opened but the directories. */
export async function longestPathBelow(
  root: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const directory = await orUndefined(opendir(join(root, folder), { bufferSize: READ_AT_ONCE }));
  if (directory === undefined) return undefined;
  const folders: string[] = [];
  let longest = '';
  for await (const entry of directory) {
    signal?.throwIfAborted();
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) folders.push(entry.name);
    longest = longerOf(longest, entry.name);
  }
  if (longest === '') return undefined;
  longest = `${folder}/${longest}`;
  for (const inner of folders)
    longest = longerOf(longest, (await longestPathBelow(root, `${folder}/${inner}`, signal)) ?? '');
  return longest;
}

function longerOf(one: string, other: string): string {
  return Buffer.byteLength(other) > Buffer.byteLength(one) ? other : one;
}

/**
 * Everything below a directory, in the order of the bytes of the paths. Left out is what cannot be an asset: hidden files,
 * links that lead nowhere, names that no client could have given.
 */
export async function* walkDirectory(
  root: string,
  folder: AssetPath | undefined,
  leftOut: LeftOut,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoreEntry> {
  const directory = folder === undefined ? root : join(root, folder.value);
  const names = (await orUndefined(namesIn(directory))) ?? [];
  sortByBytes(names);
  for (let start = 0; start < names.length; start += BATCH) {
    signal?.throwIfAborted();
    const batch = names.slice(start, start + BATCH);
    const found = await Promise.all(batch.map((name) => describe(root, folder, name, leftOut)));
    for (const entry of found) {
      if (entry === undefined) continue;
      yield entry;
      if (entry.kind === 'folder') yield* walkDirectory(root, entry.path, leftOut, signal);
    }
  }
}

/** The names in a directory, those of directories with a slash: of a hundred thousand, their text is all that is kept. */
async function namesIn(directory: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of await opendir(directory, { bufferSize: READ_AT_ONCE }))
    names.push(entry.isDirectory() ? `${entry.name}/` : entry.name);
  return names;
}

/** By UTF-8 bytes. That is the order of code units, too, which sorts faster, unless half a surrogate pair is among them. */
function sortByBytes(names: string[]): void {
  if (names.some((name) => SURROGATE.test(name)))
    names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  else names.sort();
}

async function describe(
  root: string,
  folder: AssetPath | undefined,
  entry: string,
  leftOut: LeftOut,
): Promise<StoreEntry | undefined> {
  const isFolder = entry.endsWith('/');
  const name = isFolder ? entry.slice(0, -1) : entry;
  // Undefined for a name that has no URL: the operator put it there.
  const path = AssetPath.parseIfAny(folder === undefined ? name : `${folder.value}/${name}`);
  if (path === undefined) {
    leftOut.note(folder === undefined ? entry : `${folder.value}/${entry}`);
    return undefined;
  }
  if (isFolder) return { kind: 'folder', path };
  const stats = await orUndefined(stat(join(root, path.value)));
  return stats?.isFile() === true ? { kind: 'file', path, stat: describeFile(stats) } : undefined;
}
