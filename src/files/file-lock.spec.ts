import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../test/support/temporary-directory.js';
import { FileLock } from './file-lock.js';

/** A process that says whether it could have the file alone, and stays for `ms`. */
const program = (file: string, ms: number) => [
  '--input-type=module-typescript',
  '-e',
  `import { FileLock } from ${JSON.stringify(join(import.meta.dirname, 'file-lock.ts'))};
   globalThis.lock = FileLock.take(${JSON.stringify(file)}, 0);
   console.log(globalThis.lock === undefined ? 'refused' : 'alone');
   setTimeout(() => {}, ${ms});`,
];

async function visit(file: string): Promise<string> {
  return (await promisify(execFile)(process.execPath, program(file, 0))).stdout.trim();
}

it('is had by one process alone until that lets go of it or ends, however it ends', async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'lock.db');
  const resident = spawn(process.execPath, program(file, 60_000));
  await once(resident.stdout, 'data');
  expect(await visit(file)).toBe('refused');
  resident.kill('SIGKILL');
  await once(resident, 'exit');
  const lock = FileLock.take(file, 0);
  expect(await visit(file)).toBe('refused');
  lock?.release();
  expect(await visit(file)).toBe('alone');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('stays when its own process asks for it again', async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'lock.db');
  const lock = FileLock.take(file, 0);
  expect(FileLock.take(file, 0)).toBeUndefined();
  expect(await visit(file)).toBe('refused');
  lock?.release();
});

it('is shared by all who want no more, and kept from who wants it alone', async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'lock.db');
  const locks = [FileLock.share(file, 0), FileLock.share(file, 0)];
  expect(await visit(file)).toBe('refused');
  for (const lock of locks) lock.release();
  const alone = FileLock.take(file, 0);
  expect(() => FileLock.share(file, 0)).toThrow('locked');
  alone?.release();
});
