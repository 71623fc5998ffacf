import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  statSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StartupError } from '../config/startup-error.js';

/** How long a statement waits for another process' lock, ms. */
const BUSY_TIMEOUT_MS = 5000;
const OWNER_ONLY = 0o600;

/** A connection of better-sqlite3. */
export type SqliteConnection = Sqlite.Database;

/**
 * Opens a database that nobody but its owner can read, from its first byte: the file exists with mode 600, in a
 * directory of mode 700, before SQLite sees it, and SQLite gives `-wal` and `-shm` the mode of the main file.
 * @throws {StartupError} when the file cannot be made or written, or is no sound database.
 */
export function openSqlite(path: string): SqliteConnection {
  const name = basename(path);
  try {
    prepareFile(path);
  } catch (error) {
    throw new StartupError(
      `${name} cannot be made or secured; give the server's user its directory (chown) with write permission`,
      { cause: error },
    );
  }
  try {
    const connection = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS });
    configure(connection);
    return connection;
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `${name} cannot be used as a database; restore it with scripts/restore-db.sh, or make it writable`,
      { cause: error },
    );
  }
}

/**
 * Whether a database that is open can be written now. The files are asked about and not opened: closing one would give up
 * the locks this process has on it.
 */
export function isWritable(path: string): boolean {
  const log = `${path}-wal`;
  try {
    accessSync(path, constants.W_OK);
    if (statSync(log, { throwIfNoEntry: false }) !== undefined) accessSync(log, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function prepareFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    // Opening for appending makes the main file with the right mode, and never cuts one that exists.
    if (file === path) closeSync(openSync(file, 'a', OWNER_ONLY));
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat !== undefined && (stat.mode & 0o777) !== OWNER_ONLY) chmodSync(file, OWNER_ONLY);
  }
}

function configure(connection: SqliteConnection): void {
  connection.pragma('journal_mode = WAL');
  // An acknowledged change survives a power cut: the log is synced at each commit.
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('trusted_schema = OFF');
  const verdict = connection.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') {
    connection.close();
    throw new StartupError(
      `${basename(connection.name)} is damaged (quick_check); restore it with scripts/restore-db.sh`,
    );
  }
}
