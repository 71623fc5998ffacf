import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { useDirectory } from './directory-use.js';
import type { Environment } from './environment.js';
import { StartupError } from './startup-error.js';
import { makeWritable, reasonOf } from './writable-directory.js';

/**
 * Makes the directories the product writes to, for its owner only, and empties what a crash left half-written, unless
 * another process is working there.
 * @throws {StartupError} when one of them cannot be made or written.
 */
export async function prepareDataDirectory(environment: Environment): Promise<void> {
  const { DATA_DIR, DB_PATH, DATABASE_URL, REDIS_URL, ROLE } = environment;
  const { originalsDirectory, cacheDirectory, temporaryDirectory, redisDirectory } = environment;
  await prepare('DATA_DIR', DATA_DIR);
  await useDirectory(DATA_DIR, () => rm(temporaryDirectory, { recursive: true, force: true }));
  for (const directory of [originalsDirectory, cacheDirectory, temporaryDirectory]) {
    await prepare('DATA_DIR', directory);
  }
  if (REDIS_URL === undefined) await prepare('DATA_DIR', redisDirectory);
  if (DB_PATH !== undefined && DATABASE_URL === undefined && ROLE !== 'worker') {
    await prepare('DB_PATH', dirname(DB_PATH));
  }
}

async function prepare(variable: string, directory: string): Promise<void> {
  try {
    await makeWritable(directory);
  } catch (error) {
    throw new StartupError(
      `${variable}: ${directory} cannot be made or written (${reasonOf(error)}); give it to the server's user (chown), make room, or set ${variable} to another place`,
      { cause: error },
    );
  }
}
