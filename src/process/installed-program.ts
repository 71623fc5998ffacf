import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The full path of an installed program, or undefined. Looked up each time: one may be installed while we run. */
export async function findProgram(name: string): Promise<string | undefined> {
  const directories = (process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin').split(delimiter);
  for (const directory of directories) {
    if (directory === '') continue;
    const file = join(directory, name);
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      // Not in this directory.
    }
  }
  return undefined;
}
