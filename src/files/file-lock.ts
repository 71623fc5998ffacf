import { closeSync, existsSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

/**
 * A file that processes lock, those of other containers that share the volume too, where process ids say nothing. It is an
 * empty database, locked by SQLite's own means: the kernel gives the lock up with the process, however that ends. It goes
 * with this object, too, should nobody keep it.
 */
export class FileLock {
  private readonly connection: Sqlite.Database;

  private constructor(connection: Sqlite.Database) {
    this.connection = connection;
  }

  /**
   * Has a file for this process alone, in a directory that exists.
   * @param patience how long it waits for others to let go of it, ms.
   * @returns undefined while another process has it, alone or shared.
   */
  static take(file: string, patience: number): FileLock | undefined {
    const connection = open(file, patience);
    try {
      connection.exec('BEGIN EXCLUSIVE');
      return new FileLock(connection);
    } catch (error) {
      connection.close();
      if (isBusy(error)) return undefined;
      throw error;
    }
  }

  /**
   * Has a file together with all others who share it.
   * @param patience how long it waits for one who has it alone, ms.
   * @throws when that one does not let go of it.
   */
  static share(file: string, patience: number): FileLock {
    const connection = open(file, patience);
    // Whoever has read in a transaction holds a shared lock until its end.
    connection.exec('BEGIN');
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    return new FileLock(connection);
  }

  /** Lets go of it. */
  release(): void {
    this.connection.close();
  }
}

function open(file: string, timeout: number): Sqlite.Database {
  // Only where it is missing: whoever closes a file gives up all locks that its process has on it.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  return new Sqlite(file, { timeout });
}

function isBusy(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
