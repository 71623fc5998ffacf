import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartupError } from '../config/startup-error.js';
import { FileLock } from '../files/file-lock.js';

/** A server that is just stopping, or a restore that is just ending, is done within this time; ms. */
const PATIENCE_MS = 3000;

/**
 * Who has the SQLite databases: one process that answers requests, or a restore. It is a lock of a file of its own, so it
 * tells the truth beside a damaged database and whatever Redis there is. A worker takes none: it has no accounts, and may
 * run beside the process that has.
 */
export class UseLock {
  private constructor(private readonly lock: FileLock) {}

  /**
   * Has the database at `path` for this process, after waiting for one that is just ending.
   * @throws {StartupError} while another process has it.
   */
  static take(path: string): UseLock {
    const lock = take(path, PATIENCE_MS);
    if (lock !== undefined) return new UseLock(lock);
    throw new StartupError(
      'another API process, or a restore, has the accounts of this DATA_DIR, and they are in SQLite, which one process ' +
        'has to itself; stop it, give this one a directory of its own, or set DATABASE_URL (a Postgres) and REDIS_URL to run several',
    );
  }

  /** Has it at once; undefined while another process has it. */
  static tryTake(path: string): UseLock | undefined {
    const lock = take(path, 0);
    return lock && new UseLock(lock);
  }

  /** Gives the lock up. */
  release(): void {
    this.lock.release();
  }
}

function take(path: string, patience: number): FileLock | undefined {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return FileLock.take(`${path}.lock`, patience);
}
