import { mkdir, rm } from 'node:fs/promises';
import { useDirectory } from './directory-use.js';
import type { Environment } from './environment.js';

/**
 * Makes the directories the product writes to, for its owner only, and empties what a crash left half-written, unless
 * another process is working there.
 */
export async function prepareDataDirectory(environment: Environment): Promise<void> {
  const { DATA_DIR, originalsDirectory, cacheDirectory, temporaryDirectory } = environment;
  await mkdir(DATA_DIR, { recursive: true, mode: 0o700 });
  await useDirectory(DATA_DIR, () => rm(temporaryDirectory, { recursive: true, force: true }));
  for (const directory of [originalsDirectory, cacheDirectory, temporaryDirectory]) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  }
}
