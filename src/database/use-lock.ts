import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StartupError } from '../config/startup-error.js';

/** A server that is just stopping, or a restore that is just ending, is done within this time; ms. */
const PATIENCE_MS = 3000;

/**
 * Who has the SQLite databases: one process that answers requests, or a restore. It is a lock of a file of its own, so it
 * tells the truth beside a damaged database and whatever Redis there is, and the kernel gives it up with the process,
 * however that ends. A worker takes none: it has no accounts, and may run beside the process that has.
 */
export class UseLock {
  private constructor(private readonly lock: Sqlite.Database) {}

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
    this.lock.close();
  }
}

function take(path: string, timeout: number): Sqlite.Database | undefined {
  const file = `${path}.lock`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  const lock = new Sqlite(file, { timeout });
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE;');
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      return undefined;
    throw error;
  }
}
