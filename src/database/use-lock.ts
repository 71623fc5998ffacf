import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StartupError } from '../config/startup-error.js';

/** A server that is just stopping, or a restore that is just ending, is done within this time; ms. */
const PATIENCE_MS = 5000;

/**
 * Who has the databases open: servers share the lock, a restore takes it alone. It is a lock of a file of its own, so it
 * tells the truth beside a damaged database, and the kernel gives it up with the process, however that ends.
 */
export class UseLock {
  private constructor(private readonly lock: Sqlite.Database) {}

  /**
   * Says that this process uses the database at `path`.
   * @throws {StartupError} while a restore is under way.
   */
  static share(path: string): UseLock {
    const taken = take(path, 'BEGIN; SELECT count(*) FROM sqlite_master;', PATIENCE_MS);
    if (taken !== undefined) return new UseLock(taken);
    throw new StartupError('the database is being restored; start again when that is done');
  }

  /** Keeps every server out; undefined while one uses the database. */
  static takeAlone(path: string): UseLock | undefined {
    const taken = take(path, 'BEGIN EXCLUSIVE;', 0);
    return taken && new UseLock(taken);
  }

  /** Gives the lock up. */
  release(): void {
    this.lock.close();
  }
}

function take(path: string, statement: string, timeout: number): Sqlite.Database | undefined {
  const file = `${path}.lock`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  const lock = new Sqlite(file, { timeout });
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec(statement);
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      return undefined;
    throw error;
  }
}
