import { chmodSync, mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../config/startup-error.js';
import { FileLock } from '../files/file-lock.js';

/** A server that is just stopping gives the directory up within this time; ms. */
const PATIENCE_MS = 3000;

/** The right to run the embedded Redis in a directory, held by one process at a time. */
export class DirectoryLock {
  private constructor(private readonly lock: FileLock) {}

  /**
   * Takes the lock of `directory`, which is made (mode 700) when it is missing.
   * @throws {StartupError} when another process holds it.
   */
  static async take(directory: string): Promise<DirectoryLock> {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(directory, 0o700);
    const ownerFile = join(directory, 'owner');
    const lock = FileLock.take(join(directory, 'lock.db'), PATIENCE_MS);
    if (lock === undefined) {
      const owner = (await readFile(ownerFile, 'utf8').catch(() => '')).trim();
      throw new StartupError(
        `another process${owner === '' ? '' : ` (pid ${owner})`} already runs on this DATA_DIR; ` +
          'stop it, give this one a directory of its own, or, to run several on one, set REDIS_URL, and DATABASE_URL when more than one of them is an API process.',
      );
    }
    await writeFile(ownerFile, String(process.pid));
    return new DirectoryLock(lock);
  }

  /** Gives the directory up. */
  release(): void {
    this.lock.release();
  }
}
