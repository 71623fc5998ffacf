import { InvalidEnvironmentError } from '../../config/load-environment.js';
import { StartupError } from '../../config/startup-error.js';
import { UnsoundDatabaseError } from './sound-database.js';
import { isStorageFull } from '../../errors/system-failures.js';

/** Runs the work of an operator's script: its lines on stdout, or one on stderr that says why not, and exit code 1. */
export async function runCommand(work: () => Promise<readonly string[]>): Promise<void> {
  try {
    for (const line of await work()) process.stdout.write(`${line}\n`);
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = 1;
  }
}

function describe(error: unknown): string {
  if (
    error instanceof UnsoundDatabaseError ||
    error instanceof StartupError ||
    error instanceof InvalidEnvironmentError
  ) {
    return error.message;
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (isStorageFull(error)) return 'there is no room left on the disk; nothing was changed';
  if (code === 'EACCES' || code === 'SQLITE_READONLY' || code === 'EROFS' || code === 'EPERM') {
    return 'a file or directory cannot be written; run this as the user that runs the server';
  }
  if (typeof code === 'string' && code.startsWith('SQLITE_IOERR'))
    return 'the disk cannot be read or written; nothing was changed';
  if (code === 'SQLITE_CANTOPEN')
    return 'the database cannot be opened; has the server been started?';
  return error instanceof Error ? error.message : String(error);
}
