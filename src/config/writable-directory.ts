import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a directory for its owner only where there is none.
 * @throws when it cannot be made, or cannot be written.
 */
export async function makeWritable(directory: string): Promise<void> {
  await makeDirectories(directory);
  // Answers for a file in its place, too, which no directory can be made over.
  await access(`${directory}/.`, constants.W_OK | constants.X_OK);
}

/** Step by step from what exists: Node's own recursion never ends in file systems that take no new directory. */
async function makeDirectories(directory: string): Promise<void> {
  const missing: string[] = [];
  for (let path = directory; !(await exists(path)); path = dirname(path)) {
    missing.unshift(path);
    if (path === dirname(path)) break;
  }
  for (const path of missing) {
    await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
      // Made by another process that starts at the same time.
      if (reasonOf(error) !== 'EEXIST') throw error;
    });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** The code of an error of the system, or its text. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
