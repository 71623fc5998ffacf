import { mkdir } from 'node:fs/promises';
import type { Environment } from '../../src/config/environment.js';
import { loadEnvironment } from '../../src/config/load-environment.js';

/** A checked environment on a directory, with the directories that a start makes. */
export async function testEnvironment(
  directory: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Environment> {
  const environment = loadEnvironment({ DATA_DIR: directory, ...variables });
  const { originalsDirectory, cacheDirectory, temporaryDirectory } = environment;
  for (const path of [originalsDirectory, cacheDirectory, temporaryDirectory]) {
    await mkdir(path, { recursive: true });
  }
  return environment;
}
