import { closeSync, openSync, readSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

const MAGIC = 'SQLite format 3\0';

/** The columns without which a file is no accounts database of ours. */
const ACCOUNTS: Readonly<Record<string, readonly string[]>> = {
  user: ['id', 'name', 'email'],
  session: ['id', 'token', 'userId', 'expiresAt'],
  account: ['id', 'userId', 'providerId', 'password'],
  verification: ['id'],
  apiKey: ['id', 'key', 'referenceId', 'enabled', 'permissions'],
};

/** A file is not the database it should be; the message is a sentence for the operator. */
export class UnsoundDatabaseError extends Error {
  override readonly name = 'UnsoundDatabaseError';
}

/** Which of the product's databases a file should be. */
export type DatabaseName = 'accounts' | 'tables';

/**
 * Checks a database that nobody else uses: that it is one, that every page and index is sound, and that it is ours.
 * It is left as a single file, without `-wal` and `-shm`.
 * @throws {UnsoundDatabaseError}
 */
export function assertSound(file: string, kind: DatabaseName): void {
  if (readStart(file) !== MAGIC) throw new UnsoundDatabaseError('it is no SQLite database');
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(file, { fileMustExist: true });
    database.pragma('journal_mode = DELETE');
    const verdict = database.pragma('integrity_check(1)', { simple: true });
    if (verdict !== 'ok') throw new UnsoundDatabaseError('its integrity check fails');
    if (kind === 'accounts') assertAccounts(database);
  } catch (error) {
    if (error instanceof UnsoundDatabaseError) throw error;
    throw new UnsoundDatabaseError('it is damaged', { cause: error });
  } finally {
    database?.close();
  }
}

function assertAccounts(database: Sqlite.Database): void {
  for (const [table, wanted] of Object.entries(ACCOUNTS)) {
    const columns = new Set(
      database
        .prepare<[string], { readonly name: string }>('SELECT name FROM pragma_table_info(?)')
        .all(table)
        .map(({ name }) => name),
    );
    const missing = wanted.find((name) => !columns.has(name));
    if (missing !== undefined) {
      throw new UnsoundDatabaseError(`it is no accounts database: ${table}.${missing} is missing`);
    }
  }
}

function readStart(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(MAGIC.length);
    const length = readSync(descriptor, start, 0, start.length, 0);
    return start.toString('latin1', 0, length);
  } finally {
    closeSync(descriptor);
  }
}
