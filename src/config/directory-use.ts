import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Another process that is just starting holds the directory no longer than this; ms. */
const PATIENCE_MS = 5_000;

/** Held until the process ends, however it ends: the kernel gives the locks of a file up with it. */
const held: Database.Database[] = [];

/**
 * Notes that this process uses a data directory, after doing `whenAlone` if no other process does.
 * Several processes may share one directory, in containers too, where process ids say nothing: so each holds a shared lock
 * of a SQLite file in it, and whoever can have that lock for itself alone knows that nobody else is there.
 */
export async function useDirectory(
  directory: string,
  whenAlone: () => Promise<void>,
): Promise<void> {
  const database = new Database(join(directory, 'in-use.db'));
  held.push(database);
  database.pragma('journal_mode = DELETE');
  if (isAlone(database)) {
    await whenAlone();
    database.exec('COMMIT');
  }
  database.pragma(`busy_timeout = ${PATIENCE_MS}`);
  database.exec('BEGIN');
  database.prepare('SELECT count(*) FROM sqlite_schema').get();
}

function isAlone(database: Database.Database): boolean {
  database.pragma('busy_timeout = 0');
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false;
    throw error;
  }
}
