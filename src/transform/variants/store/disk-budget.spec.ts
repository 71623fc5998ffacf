import { rmSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.js';
import { DiskBudget } from './disk-budget.js';

/** Files of ten bytes, the first used longest ago. */
async function makeFiles(root: string, names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    const file = join(root, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, Buffer.alloc(10));
    await utimes(file, 1000 + index, 1000 + index);
  }
}

it('removes what was used longest ago, until the rest is within bounds', async () => {
  await using root = await temporaryDirectory();
  await makeFiles(root.path, ['x/a', 'y/b', 'x/c', 'y/d']);
  const evicted: string[] = [];
  const budget = new DiskBudget(root.path, 40, (path) => evicted.push(path));
  expect(await budget.evictDownTo(25)).toBe(2);
  expect(evicted).toEqual([join(root.path, 'x/a'), join(root.path, 'y/b')]);
  expect([budget.size, budget.files]).toEqual([20, 2]);
});

it('goes on where files and folders go under it, with their assets', async () => {
  await using root = await temporaryDirectory();
  await makeFiles(root.path, ['x/a', 'y/b', 'y/c', 'z/d']);
  const budget = new DiskBudget(root.path, 40, () => {
    rmSync(join(root.path, 'y'), { recursive: true, force: true });
  });
  expect(await budget.evictDownTo(0)).toBe(2);
  expect(await readdir(root.path, { recursive: true })).toEqual(['x', 'z']);
});
