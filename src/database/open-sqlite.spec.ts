import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../test/support/temporary-directory.ts';
import { StartupError } from '../config/startup-error.js';
import { openSqlite } from './open-sqlite.js';

const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

describe('openSqlite', () => {
  it('makes the database, its log and its directory for the owner only, whatever the umask', async () => {
    await using directory = await temporaryDirectory();
    const before = process.umask(0);
    try {
      const file = join(directory.path, 'data', 'auth.db');
      const connection = openSqlite(file);
      connection.exec('CREATE TABLE a (b)');
      expect(await modeOf(join(directory.path, 'data'))).toBe(0o700);
      for (const suffix of ['', '-wal', '-shm']) expect(await modeOf(file + suffix)).toBe(0o600);
      expect(connection.pragma('journal_mode', { simple: true })).toBe('wal');
      connection.close();
    } finally {
      process.umask(before);
    }
  });

  it('repairs a mode that is too open', async () => {
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'auth.db');
    openSqlite(file).close();
    await chmod(file, 0o666);
    openSqlite(file).close();
    expect(await modeOf(file)).toBe(0o600);
  });

  it('refuses what is no database, in words without a path', async () => {
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'auth.db');
    await writeFile(file, 'hello, this is no database at all'.repeat(100));
    expect(() => openSqlite(file)).toThrow(StartupError);
    expect(() => openSqlite(file)).not.toThrow(directory.path);
    await mkdir(join(directory.path, 'folder.db'));
    expect(() => openSqlite(join(directory.path, 'folder.db'))).toThrow(StartupError);
  });
});
