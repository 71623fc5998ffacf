import { access, constants, mkdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { useDirectory } from './directory-use.js';
import type { Environment } from './environment.js';
import { StartupError } from './startup-error.js';

/**
 * Makes the directories the product writes to, for its owner only, and empties what a crash left half-written, unless
 * another process is working there.
 * @throws {StartupError} when one of them cannot be made or written.
 */
export async function prepareDataDirectory(environment: Environment): Promise<void> {
  const { DATA_DIR, originalsDirectory, cacheDirectory, temporaryDirectory } = environment;
  await makeWritable(DATA_DIR);
  await useDirectory(DATA_DIR, () => rm(temporaryDirectory, { recursive: true, force: true }));
  for (const directory of [originalsDirectory, cacheDirectory, temporaryDirectory]) {
    await makeWritable(directory);
  }
}

async function makeWritable(directory: string): Promise<void> {
  try {
    await makeDirectories(directory);
    // Answers for a file in its place, too, which no directory can be made over.
    await access(`${directory}/.`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartupError(
      `DATA_DIR: ${directory} cannot be made or written (${reasonOf(error)}); give it to the server's user (chown), make room, or set DATA_DIR to another directory`,
      { cause: error },
    );
  }
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

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
