import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { ADMIN, call, makeKey, signIn } from './requests.ts';

const SCRIPTS = join(import.meta.dirname, '../../../scripts');
const execute = promisify(execFile);

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function script(name: string, dataDirectory: string, ...options: string[]): Promise<Outcome> {
  try {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, DATA_DIR: dataDirectory };
    const { stdout, stderr } = await execute('sh', [join(SCRIPTS, name), ...options], {
      env,
      cwd: '/',
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Outcome;
    return { code, stdout, stderr };
  }
}

const health = async (server: RunningServer, key = server.key) =>
  (await call(server, '/health/database', { key })).body as {
    status: string;
    database: Record<string, unknown> & { tables: Record<string, number> };
  };
const databaseOf = (server: RunningServer) => join(server.dataDirectory, 'auth.db');

describe('backup and restore by script', () => {
  it('hold every key acknowledged before the backup began, while 200 are being made', async () => {
    await using server = await startServer();
    await using elsewhere = await temporaryDirectory();
    const acknowledged: string[] = [];
    let before: readonly string[] = [];
    let backup: Promise<Outcome> | undefined;
    const creators = Array.from({ length: 4 }, async () => {
      for (let index = 0; index < 50; index += 1) {
        acknowledged.push((await makeKey(server, { key: server.key })).id);
        if (acknowledged.length === 60) {
          before = [...acknowledged];
          backup = script('backup-db.sh', server.dataDirectory, elsewhere.path);
        }
      }
    });
    await Promise.all(creators);
    const outcome = await backup;
    expect(outcome?.code, outcome?.stderr).toBe(0);
    expect(before).toHaveLength(60);
    await server.stop();
    const restored = await script(
      'restore-db.sh',
      server.dataDirectory,
      join(elsewhere.path, 'latest.db.gz'),
    );
    expect(restored.code, restored.stderr).toBe(0);
    expect(restored.stdout).toContain('in force');
    const database = new Sqlite(databaseOf(server), { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    const ids = new Set(database.prepare<[], string>('SELECT id FROM apiKey').pluck().all());
    database.close();
    for (const id of before) expect(ids.has(id)).toBe(true);
  });

  it('go round while a server runs: staged, in force after the restart, the old one kept, sessions ended', async () => {
    await using server = await startServer({ env: ADMIN });
    const cookie = await signIn(server);
    const kept = await makeKey(server, { key: server.key });
    expect((await script('backup-db.sh', server.dataDirectory)).code).toBe(0);
    const lost = await makeKey(server, { key: server.key });
    const latest = join(server.dataDirectory, 'backups', 'latest.db.gz');
    const staged = await script('restore-db.sh', server.dataDirectory, latest);
    expect([staged.code, staged.stdout.includes('Restart')]).toEqual([0, true]);
    expect(staged.stdout).toMatch(/^To be restored: the accounts, and the index/);
    expect((await call(server, '/storage', { key: lost.key })).status).toBe(200);
    await server.stop();
    await using again = await startServer({ env: ADMIN, dataDirectory: server.dataDirectory });
    expect((await call(again, '/storage', { key: kept.key })).status).toBe(200);
    expect((await call(again, '/storage', { key: lost.key })).status).toBe(401);
    expect((await call(again, '/api-keys/list', { cookie })).status).toBe(401);
    const restored = again.logs.find((line) => line.includes('"event":"restore.success"'));
    expect(restored).toContain(
      '0 keys disabled, 0 narrowed; 0 accounts changed; 0 assets kept private',
    );
    const names = await readdir(server.dataDirectory);
    const aside = names.find((name) => /^auth\.db\.before-restore-\d{8}_\d{6}$/.test(name)) ?? '';
    const old = new Sqlite(join(server.dataDirectory, aside), { readonly: true });
    expect(old.prepare('SELECT 1 FROM apiKey WHERE id = ?').get(lost.id)).toBeDefined();
    old.close();
    expect((await stat(databaseOf(server))).mode & 0o777).toBe(0o600);
    expect((await health(again, kept.key)).status).toBe('ok');
  });

  it('make nothing public and no key good again that was not so before', async () => {
    await using server = await startServer();
    const image = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const statuses = async ({ url }: RunningServer) => {
      const paths = ['early', 'late', 'open'].map((name) => `${url}/t/w_8/${name}.png`);
      return Promise.all(paths.map(async (path) => (await fetch(path)).status));
    };
    const settled = async ({ logs }: RunningServer) =>
      vi.waitFor(
        () => {
          expect(logs.some((line) => line.includes('agrees with the store'))).toBe(true);
        },
        { timeout: 20_000 },
      );
    const leaked = await makeKey(server, { key: server.key });
    await upload(server, [{ name: 'early.png', content: image }]);
    await upload(server, [{ name: 'open.png', content: image }]);
    expect((await script('backup-db.sh', server.dataDirectory)).code).toBe(0);
    await call(server, `/api-keys/${leaked.id}`, { method: 'DELETE', key: server.key });
    await upload(server, [{ name: 'late.png', content: image }], { visibility: 'private' });
    const json = { visibility: 'private' };
    await call(server, '/storage/early.png', { method: 'PATCH', key: server.key, json });
    expect(await statuses(server)).toEqual([404, 404, 200]);
    await server.stop();
    const latest = join(server.dataDirectory, 'backups', 'latest.db.gz');
    const { stdout } = await script('restore-db.sh', server.dataDirectory, latest);
    expect(stdout).toContain('deleted or disabled after the backup: 1.');
    expect(stdout).toContain('kept private that are public in the backup: 1.');
    await using again = await startServer({ dataDirectory: server.dataDirectory });
    expect(await statuses(again)).toEqual([404, 404, 200]);
    await settled(again);
    expect(await statuses(again)).toEqual([404, 404, 200]);
    expect((await call(again, '/storage', { key: leaked.key })).status).toBe(401);
    await again.stop();
    for (const end of ['', '-wal', '-shm'])
      await rm(join(server.dataDirectory, `openinary.db${end}`), { force: true });
    await using lost = await startServer({ dataDirectory: server.dataDirectory });
    expect(await statuses(lost)).toEqual([404, 404, 404]);
    await settled(lost);
    expect(await statuses(lost)).toEqual([404, 404, 404]);
    expect(
      (await upload({ ...lost, key: server.key }, [{ name: 'new.png', content: image }])).status,
    ).toBe(200);
    expect((await fetch(`${lost.url}/t/w_8/new.png`)).status).toBe(200);
  });

  it('refuse a backup that is none: one line, exit 1, nothing changed', async () => {
    await using server = await startServer();
    await server.stop();
    const before = await readFile(databaseOf(server));
    await using hostile = await temporaryDirectory();
    const foreign = join(hostile.path, 'foreign.db');
    new Sqlite(foreign).exec('CREATE TABLE a (b)').close();
    await writeFile(join(hostile.path, 'foreign.gz'), gzipSync(await readFile(foreign)));
    await writeFile(join(hostile.path, 'truncated.gz'), gzipSync(before).subarray(0, 500));
    await writeFile(join(hostile.path, 'text.gz'), 'no gzip');
    await mkdir(join(hostile.path, 'folder.gz'));
    for (const name of ['foreign.gz', 'truncated.gz', 'text.gz', 'folder.gz', 'missing.gz']) {
      const outcome = await script('restore-db.sh', server.dataDirectory, join(hostile.path, name));
      expect([name, outcome.code]).toEqual([name, 1]);
      expect(outcome.stderr.trim().split('\n'), name).toHaveLength(1);
      expect(outcome.stderr).toContain('Nothing was changed');
    }
    expect(await readFile(databaseOf(server))).toEqual(before);
    await using again = await startServer({ dataDirectory: server.dataDirectory });
    expect((await call(again, '/storage', { key: server.key })).status).toBe(200);
  });

  it('explain themselves', async () => {
    for (const name of ['secure-db.sh', 'backup-db.sh', 'restore-db.sh']) {
      const { code, stdout } = await script(name, '/nowhere', '--help');
      expect([name, code, stdout.startsWith('Usage: scripts/')]).toEqual([name, 0, true]);
    }
    expect((await script('restore-db.sh', '/nowhere')).code).toBe(1);
    expect((await script('secure-db.sh', '/nowhere', '--colour')).code).toBe(1);
  });
});

describe('scripts/secure-db.sh', () => {
  it('makes the database private before anything opens it, and repairs what is not', async () => {
    await using directory = await temporaryDirectory();
    const data = join(directory.path, 'data');
    const first = await script('secure-db.sh', data);
    expect([first.code, first.stderr]).toEqual([0, '']);
    const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
    expect(await modeOf(data)).toBe(0o700);
    expect(await modeOf(join(data, 'auth.db'))).toBe(0o600);
    await writeFile(join(data, 'auth.db-wal'), '', { mode: 0o644 });
    await chmod(join(data, 'auth.db'), 0o666);
    await chmod(data, 0o755);
    const second = await script('secure-db.sh', data, '--quiet');
    expect([second.code, second.stdout]).toEqual([0, '']);
    expect(await modeOf(data)).toBe(0o700);
    expect(await modeOf(join(data, 'auth.db'))).toBe(0o600);
    expect(await modeOf(join(data, 'auth.db-wal'))).toBe(0o600);
  });
});

describe('GET /health/database', () => {
  it('tells that the database is private, sound and backed up, and warns when others can read it', async () => {
    await using server = await startServer();
    const first = await health(server);
    expect(first).toMatchObject({
      status: 'ok',
      database: { connected: true, permissions: '600', journalMode: 'wal', integrity: 'ok' },
    });
    expect(first.database.tables).toMatchObject({
      user: 1,
      session: 0,
      account: 0,
      verification: 0,
      apiKey: 1,
    });
    expect(first.database['lastBackup']).toBeUndefined();
    expect((await call(server, '/backups', { key: server.key, method: 'POST' })).status).toBe(201);
    expect((await health(server)).database['lastBackup']).toMatchObject({
      name: expect.stringMatching(/^auth_backup_\d{8}_\d{6}\.db\.gz$/) as string,
    });
    await chmod(databaseOf(server), 0o644);
    expect(await health(server)).toMatchObject({
      status: 'warning',
      database: { permissions: '644' },
    });
  });

  it('is backed up by the clock', async () => {
    await using server = await startServer({
      env: { BACKUP_CRON: '* * * * * *', MAX_BACKUPS: '2' },
    });
    await expect
      .poll(() => server.logs.filter((line) => line.includes('"event":"backup.success"')).length, {
        timeout: 15_000,
      })
      .toBeGreaterThan(3);
    const names = await readdir(join(server.dataDirectory, 'backups'));
    expect(names.filter((name) => name.startsWith('auth_backup_')).length).toBeLessThanOrEqual(3);
  });
});

describe('a backup over HTTP', () => {
  it('is checked as a restore would, and handed out whole to administrators only', async () => {
    await using server = await startServer();
    await using elsewhere = await temporaryDirectory();
    const { key } = server;
    const made = await call(server, '/backups', { key, method: 'POST' });
    const { name } = made.body as { readonly name: string };
    const verify = async () =>
      (await call(server, `/backups/${name}/verify`, { key, method: 'POST' })).body;
    expect(await verify()).toEqual({ sound: true });

    const address = `${server.url}/backups/${name}/download`;
    const answer = await fetch(address, { headers: { Authorization: `Bearer ${key}` } });
    expect(answer.headers.get('content-disposition')).toContain(name.replace('.db.gz', '.zip'));
    const zip = join(elsewhere.path, 'backup.zip');
    await writeFile(zip, await answer.bytes());
    await execute('python3', ['-m', 'zipfile', '-e', zip, elsewhere.path]);
    const stored = join(server.dataDirectory, 'backups', name);
    expect(await readFile(join(elsewhere.path, name))).toEqual(await readFile(stored));
    expect(await readdir(elsewhere.path)).toContain(name.replace('auth_', 'openinary_'));
    const restored = await temporaryDirectory();
    const copy = join(elsewhere.path, name);
    expect((await script('restore-db.sh', restored.path, copy)).code).toBe(0);
    await restored[Symbol.asyncDispose]();

    const companion = name.replace('auth_', 'openinary_');
    await rm(join(server.dataDirectory, 'backups', companion));
    expect(await verify()).toEqual({
      sound: true,
      warning: `${companion} is not beside it: the accounts alone could be restored, not the index of the assets`,
    });

    const whole = await readFile(stored);
    await writeFile(stored, whole.subarray(0, whole.length / 2));
    expect(await verify()).toEqual({ sound: false, reason: 'it is no complete gzip file' });

    const { key: reader } = await makeKey(server, { key }, { scopes: ['read', 'write'] });
    const refused = await fetch(address, { headers: { Authorization: `Bearer ${reader}` } });
    expect(refused.status).toBe(403);
    const hostile = [
      '..%2f..%2fauth.db',
      'latest.db.gz',
      '%00',
      'auth_backup_20200101_000000.db.gz',
    ];
    for (const path of hostile) {
      expect((await call(server, `/backups/${path}/download`, { key })).status, path).toBe(404);
      const checked = await call(server, `/backups/${path}/verify`, { key, method: 'POST' });
      expect(checked.status, path).toBe(404);
    }
    const { body } = await call(server, '/audit?event=backup.downloaded', { key });
    expect(body).toMatchObject({ events: [{ subject: name, outcome: 'success' }] });
  });
});
