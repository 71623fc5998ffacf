/** The codes of a file system without room, or without room for us or for so large a file, and of a database on one. */
const CODES: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL']);

/** What has failed, and what a library says it failed for. */
function causes(error: unknown): readonly Error[] {
  const found: Error[] = [];
  for (let at = error; at instanceof Error && !found.includes(at); at = at.cause) found.push(at);
  return found;
}

/** Whether something failed because there is no room left. */
export function isStorageFull(error: unknown): boolean {
  return causes(error).some((cause) => 'code' in cause && CODES.has(cause.code));
}

/** Whether a database file could not be read or written just now: read-only, locked, or its disk fails. */
export function isDatabaseAway(error: unknown): boolean {
  return causes(error).some(
    (cause) => 'code' in cause && /^SQLITE_(READONLY|BUSY|IOERR|CANTOPEN)/.test(String(cause.code)),
  );
}

/** Whether a change could not be kept, which what only reads may go on without. */
export function isNotKept(error: unknown): boolean {
  return isDatabaseAway(error) || isStorageFull(error);
}

/** Whether something failed because the file system can only be read. */
export function isReadOnly(error: unknown): boolean {
  return causes(error).some((cause) => 'code' in cause && cause.code === 'EROFS');
}
