import { InvalidPathError, type AssetPath } from '../asset-path.js';

/** What the keys of originals begin with; below it they are named as in `$DATA_DIR/originals`. */
export const ORIGINALS = 'originals/';
/** S3's limit, bytes. */
const LONGEST_KEY = 1024;

/** The longest path that has a key, also as a folder's; bytes. */
export const LONGEST_PATH = LONGEST_KEY - ORIGINALS.length - 1;

/** The key an object lies at. */
export function keyOf(path: AssetPath): string {
  return `${ORIGINALS}${path.value}`;
}

/** What the keys of everything in a folder begin with; an object at that very key keeps a folder that is empty. */
export function folderKeyOf(folder: AssetPath): string {
  return `${keyOf(folder)}/`;
}

/** Whether a bucket can have anything at this path. */
export function hasKey(path: AssetPath): boolean {
  return Buffer.byteLength(path.value) <= LONGEST_PATH;
}

/** @throws {InvalidPathError} when a bucket can have nothing at this path. */
export function assertHasKey(path: AssetPath): void {
  if (hasKey(path)) return;
  throw new InvalidPathError(path.value, `The path is longer than ${LONGEST_PATH} bytes.`);
}

/** @throws {InvalidPathError} when a bucket takes no such key. */
export function assertIsKey(key: string): void {
  if (Buffer.byteLength(key) <= LONGEST_KEY) return;
  const path = key.slice(ORIGINALS.length);
  throw new InvalidPathError(path, `The path is longer than ${LONGEST_PATH} bytes.`);
}
