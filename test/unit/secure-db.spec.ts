import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const SCRIPT = join(import.meta.dirname, '../../scripts/secure-db.sh');

/** Runs the script in a project of its own, and gives what it has made there. */
async function secure(
  root: string,
  file: string | undefined,
  env: Readonly<Record<string, string>> = {},
) {
  await mkdir(join(root, 'scripts'), { recursive: true });
  await copyFile(SCRIPT, join(root, 'scripts/secure-db.sh'));
  if (file !== undefined) await writeFile(join(root, '.env'), file);
  return promisify(execFile)('sh', [join(root, 'scripts/secure-db.sh'), '--quiet'], {
    env: { PATH: process.env['PATH'], ...env },
  }).then(
    () => ({ code: 0, stderr: '' }),
    (error: unknown) => error as { readonly code: number; readonly stderr: string },
  );
}

async function databasesBelow(root: string): Promise<readonly string[]> {
  const files = await readdir(root, { recursive: true });
  return files.filter((name) => name.endsWith('.db'));
}

describe('secure-db.sh', () => {
  it.each([
    'DATA_DIR=kept # a note',
    'DATA_DIR=kept#note',
    'DATA_DIR="kept # no note" # a note',
    "DATA_DIR='kept'   ",
    ' export DATA_DIR = kept',
    'DATA_DIR=`kept "so"`',
    'DATA_DIR=first\nDATA_DIR=second\r\n',
    "#DATA_DIR=other\nDATA_DIRS=other\nDATA_DIR=it's",
    'DATA_DIR=',
    'DATA_DIR= # none',
  ])('reads %j as the server does', async (file) => {
    await using directory = await temporaryDirectory();
    const { DATA_DIR = '' } = parseEnv(file);
    expect(await secure(directory.path, file)).toMatchObject({ code: 0, stderr: '' });
    const data = DATA_DIR === '' ? 'data' : DATA_DIR;
    expect(await databasesBelow(directory.path)).toEqual([join(data, 'auth.db')]);
    expect((await stat(join(directory.path, data))).mode & 0o777).toBe(0o700);
  });

  it('takes a variable from the file that its _FILE form names, and from the environment before .env', async () => {
    await using directory = await temporaryDirectory();
    const secret = join(directory.path, 'where');
    await writeFile(secret, 'kept\nsecond line\n');
    const named = await secure(directory.path, 'DATA_DIR=\n', { DATA_DIR_FILE: secret });
    expect(named.code).toBe(0);
    expect(await databasesBelow(directory.path)).toEqual(['kept/auth.db']);
    const set = await secure(directory.path, 'DB_PATH=other.db\n', {
      DATA_DIR: 'kept',
      DB_PATH: '',
    });
    expect(set.code).toBe(0);
    expect(await databasesBelow(directory.path)).toEqual(['kept/auth.db']);
    const both = await secure(directory.path, '', { DATA_DIR: 'data', DATA_DIR_FILE: secret });
    expect(both).toMatchObject({
      code: 1,
      stderr: 'DATA_DIR: set it or DATA_DIR_FILE, not both.\n',
    });
    const missing = await secure(directory.path, '', { DATA_DIR_FILE: `${secret}-not` });
    expect(missing).toMatchObject({ code: 1, stderr: 'DATA_DIR_FILE: the file cannot be read.\n' });
    expect(await databasesBelow(directory.path)).toEqual(['kept/auth.db']);
  });

  it('says what to do about a database that cannot be written, in one line', async () => {
    await using directory = await temporaryDirectory();
    await mkdir(join(directory.path, 'data/auth.db'), { recursive: true });
    expect(await secure(directory.path, undefined)).toMatchObject({
      code: 1,
      stderr: "The database cannot be written: give it to the server's user (chown).\n",
    });
  });
});
