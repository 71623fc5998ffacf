import { chmodSync, mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';

// A server that is just stopping gives the directory up within this time; ms.
const PATIENCE_MS = 3000;

/** Another process already runs on this data directory. The message is shown to the operator. */
export class DataDirectoryInUseError extends Error {
  override readonly name = 'DataDirectoryInUseError';
}

/**
 * The right to run the embedded Redis in a directory, held by one process at a time.
 *
 * It is an exclusive lock of a SQLite file: the kernel gives it up with the process, however that ends, and it
 * holds between containers that share the volume, where process ids mean nothing.
 */
export class DirectoryLock {
  private constructor(private readonly database: Database.Database) {}

  /**
   * Takes the lock of `directory`, which is made (mode 700) when it is missing.
   * @throws {DataDirectoryInUseError} when another process holds it.
   */
  static async take(directory: string): Promise<DirectoryLock> {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(directory, 0o700);
    const ownerFile = join(directory, 'owner');
    const database = new Database(join(directory, 'lock.db'), { timeout: PATIENCE_MS });
    try {
      database.pragma('journal_mode = MEMORY');
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if (!isBusy(error)) throw error;
      const owner = (await readFile(ownerFile, 'utf8').catch(() => '')).trim();
      throw new DataDirectoryInUseError(
        `another process${owner === '' ? '' : ` (pid ${owner})`} already runs on this DATA_DIR; ` +
          'stop it, give this one a directory of its own, or, to run several on one, set REDIS_URL, and DATABASE_URL when more than one of them is an API process.',
      );
    }
    await writeFile(ownerFile, String(process.pid));
    return new DirectoryLock(database);
  }

  /** Gives the directory up. */
  release(): void {
    if (!this.database.open) return;
    this.database.exec('ROLLBACK');
    this.database.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
