import { open } from 'node:fs/promises';

/** Has the names in a directory outlast a loss of power: what was made, renamed or removed in it. */
export async function syncDirectory(directory: string): Promise<void> {
  await using handle = await open(directory, 'r');
  await handle.sync();
}
