import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { call, makeKey, problemOf } from './requests.ts';

const execute = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');
const COMMAND = join(ROOT, 'dist/database/backups/backup.command.js');

/** Whether this machine lets the tests mount a file system: as root, in most containers and on CI. */
async function mountSmall(directory: string, size: string): Promise<boolean> {
  await mkdir(directory, { recursive: true });
  const options = ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'tmpfs', directory];
  return execute('mount', options).then(
    () => true,
    () => false,
  );
}

describe('a backup that cannot be finished', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ env: { BACKUP_CRON: 'off' } });
    for (let index = 0; index < 20; index += 1) await makeKey(server, { key: server.key });
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const environment = () => ({ PATH: process.env['PATH'], DATA_DIR: server.dataDirectory });

  it('for want of room is told, and leaves the ones there are', async ({ skip }) => {
    await using elsewhere = await temporaryDirectory();
    const small = join(elsewhere.path, 'small');
    skip(!(await mountSmall(small, '320k')), 'no file system may be mounted here');
    try {
      const run = () => execute('node', [COMMAND, small], { env: environment() });
      await run();
      const latest = await readFile(join(small, 'latest.db.gz'));
      const names = await readdir(small);
      await execute('sh', ['-c', `head -c 1000000 /dev/zero >"${small}/filler" || true`]);
      const failure = await run().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 1 });
      const { stderr } = failure as { readonly stderr: string };
      expect(stderr).toMatch(/no room left on the disk[^\n]*\n$/);
      expect(await readFile(join(small, 'latest.db.gz'))).toEqual(latest);
      expect((await readdir(small)).filter((name) => name !== 'filler')).toEqual(names);
    } finally {
      await execute('umount', [small]);
    }
  });

  it('for want of room says 507 to who asked, and goes into the audit log', async ({ skip }) => {
    await using elsewhere = await temporaryDirectory();
    const small = join(elsewhere.path, 'small');
    skip(!(await mountSmall(small, '16k')), 'no file system may be mounted here');
    try {
      await using full = await startServer({ env: { BACKUP_CRON: 'off', BACKUP_PATH: small } });
      const answer = await call(full, '/backups', { key: full.key, method: 'POST' });
      expect([answer.status, problemOf(answer)]).toEqual([507, 'insufficient-storage']);
      expect(await readdir(small)).toEqual([]);
      await expect
        .poll(() => full.logs.filter((line) => line.includes('"event":"backup.failed"')).length)
        .toBe(1);
    } finally {
      await execute('umount', [small]);
    }
  });

  it('because it is killed leaves the latest, which still restores', async () => {
    await using elsewhere = await temporaryDirectory();
    await execute('node', [COMMAND, elsewhere.path], { env: environment() });
    const latest = await readFile(join(elsewhere.path, 'latest.db.gz'));
    const killed = spawn('node', [COMMAND, elsewhere.path], {
      env: environment(),
      stdio: 'ignore',
    });
    // As soon as it has begun to write, wherever in its work that finds it.
    await expect
      .poll(async () => (await readdir(elsewhere.path)).some((name) => name.startsWith('.')), {
        timeout: 20_000,
        interval: 1,
      })
      .toBe(true);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const backups = (await readdir(elsewhere.path)).filter((name) => name.startsWith('auth_'));
    if (backups.length === 1) {
      expect(await readFile(join(elsewhere.path, 'latest.db.gz'))).toEqual(latest);
    }
    await using target = await temporaryDirectory();
    const restored = await execute(
      'sh',
      [join(ROOT, 'scripts/restore-db.sh'), join(elsewhere.path, 'latest.db.gz')],
      { env: { ...environment(), HOME: process.env['HOME'], DATA_DIR: target.path } },
    );
    expect(restored.stdout).toContain('in force');
    const database = new Sqlite(join(target.path, 'auth.db'), { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.prepare('SELECT count(*) FROM apiKey').pluck().get()).toBe(21);
    database.close();
  });
});

describe('the files of the databases', () => {
  it('are private from their first byte, whatever the umask of who starts the server', async () => {
    const before = process.umask(0);
    try {
      await using server = await startServer();
      await makeKey(server, { key: server.key });
      for (const name of ['auth.db', 'openinary.db']) {
        for (const suffix of ['', '-wal', '-shm']) {
          const { mode } = await stat(join(server.dataDirectory, name + suffix));
          expect([name + suffix, (mode & 0o777).toString(8)]).toEqual([name + suffix, '600']);
        }
      }
    } finally {
      process.umask(before);
    }
  });
});
