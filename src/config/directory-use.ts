import { join } from 'node:path';
import { FileLock } from '../files/file-lock.js';

/** Another process that is just starting holds the directory no longer than this; ms. */
const PATIENCE_MS = 5_000;

/** Held until the process ends. */
const held: FileLock[] = [];

/**
 * Notes that this process uses a data directory, after doing `whenAlone` if no other process does. Several processes may
 * share one directory: so each shares a lock in it, and whoever can have that lock alone knows that nobody else is there.
 */
export async function useDirectory(
  directory: string,
  whenAlone: () => Promise<void>,
): Promise<void> {
  const file = join(directory, 'in-use.db');
  const alone = FileLock.take(file, 0);
  if (alone !== undefined) {
    await whenAlone();
    alone.release();
  }
  held.push(FileLock.share(file, PATIENCE_MS));
}
