import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.js';
import { FileWriter } from './file-writer.js';

it('writes files whole, for their owner alone, and makes their folders', async () => {
  await using directory = await temporaryDirectory();
  const writer = new FileWriter(directory.path);
  const targets = Array.from({ length: 50 }, (_, index) =>
    join(directory.path, `folder-${index % 5}`, `${index}`),
  );
  await Promise.all(targets.map((target, index) => writer.write(target, Buffer.alloc(index, 7))));
  for (const [index, target] of targets.entries()) {
    expect(await readFile(target)).toEqual(Buffer.alloc(index, 7));
  }
  expect((await stat(targets[1] ?? '')).mode & 0o777).toBe(0o600);
  expect(await readdir(directory.path)).toHaveLength(5);
});

it('says what the file system says, leaves nothing behind, and goes on', async () => {
  await using directory = await temporaryDirectory();
  const writer = new FileWriter(directory.path);
  await writeFile(join(directory.path, 'file'), '');
  const impossible = writer.write(join(directory.path, 'file', 'below'), Buffer.from('x'));
  await expect(impossible).rejects.toMatchObject({ code: 'ENOTDIR' });
  expect(await readdir(directory.path)).toEqual(['file']);
  await writer.write(join(directory.path, 'after'), Buffer.from('x'));
  expect(await readFile(join(directory.path, 'after'), 'utf8')).toBe('x');
});
