/** The codes of a file system without room, or without room for us, and of a database on one. */
const CODES: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

/** Whether something failed because there is no room left. */
export function isStorageFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CODES.has(error.code);
}

/** Whether a database file could not be read or written just now: read-only, locked, or its disk fails. */
export function isDatabaseAway(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    /^SQLITE_(READONLY|BUSY|IOERR|CANTOPEN)/.test(String(error.code))
  );
}
