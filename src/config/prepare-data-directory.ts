import { mkdir, rm } from 'node:fs/promises';
import type { Environment } from './environment.js';

/** Makes the directories the product writes to, for its owner only, and empties what a crash left half-written. */
export async function prepareDataDirectory(environment: Environment): Promise<void> {
  const { DATA_DIR, originalsDirectory, cacheDirectory, temporaryDirectory } = environment;
  await rm(temporaryDirectory, { recursive: true, force: true });
  for (const directory of [DATA_DIR, originalsDirectory, cacheDirectory, temporaryDirectory]) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  }
}
