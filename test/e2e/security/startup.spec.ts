import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { keepLine } from '../../support/whole-log.ts';
import { call } from './requests.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SECRET = 'q9Zr3kX7vB1nM5wT8yL2cF6hJ4sD0gPa';
const OTHER_SECRET = 'Kx2mV8qLr5tZ9wYb3nH7pJ1cF4sD6gAe';

async function failToStart(
  directory: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/main.js')], {
    env: { PATH: process.env['PATH'], PORT: '0', MODE: 'api', DATA_DIR: directory, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const [output, log] = await Promise.all([
    text(child.stderr),
    text(child.stdout),
    once(child, 'exit'),
  ]);
  clearTimeout(timer);
  keepLine('starts-that-fail', output);
  expect(child.exitCode).toBe(1);
  // It is shown once, and here nobody would look for it.
  expect(log).not.toContain('sk_');
  return output;
}

describe('a start', () => {
  it('by its script says what is wrong and nothing else, with or without a file of variables', async () => {
    await using directory = await temporaryDirectory();
    const child = spawn('sh', [join(ROOT, 'scripts/start.sh')], {
      env: { PATH: process.env['PATH'], PORT: 'many', DATA_DIR: directory.path },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [output] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(child.exitCode).toBe(1);
    expect(output).toContain('PORT');
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['no secret', {}, 'BETTER_AUTH_SECRET is required in production'],
    ['a short secret', { BETTER_AUTH_SECRET: 'short' }, 'BETTER_AUTH_SECRET'],
    [
      'a placeholder',
      { BETTER_AUTH_SECRET: 'change-me-change-me-change-me-change-me' },
      'placeholder',
    ],
    ['a weak URL secret', { BETTER_AUTH_SECRET: SECRET, API_SECRET: 'a'.repeat(40) }, 'API_SECRET'],
  ])('in production with %s fails', async (_, env, message) => {
    await using directory = await temporaryDirectory();
    const output = await failToStart(directory.path, { NODE_ENV: 'production', ...env });
    expect(output).toContain(message);
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    [
      'half an administrator',
      { OPENINARY_ADMIN_EMAIL: 'ada@example.com' },
      'OPENINARY_ADMIN_PASSWORD',
    ],
    [
      'a weak administrator',
      { OPENINARY_ADMIN_EMAIL: 'ada@example.com', OPENINARY_ADMIN_PASSWORD: 'alllowercase' },
      'OPENINARY_ADMIN_PASSWORD: A password has an upper-case letter',
    ],
    ['a bad clock', { BACKUP_CRON: '99 99 * * *' }, 'BACKUP_CRON'],
    ['a bad limit', { API_KEY_RATE_LIMIT: '0' }, 'API_KEY_RATE_LIMIT'],
  ])('with %s fails', async (_, env, message) => {
    await using directory = await temporaryDirectory();
    const output = await failToStart(directory.path, env);
    expect(output).toContain(message);
    expect(output).not.toContain('alllowercase');
  });

  it('on a port that is taken, or an address that is not ours, fails and says which', async () => {
    await using directory = await temporaryDirectory();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const env = { PORT: String(port), HOST: '127.0.0.1' };
    expect(await failToStart(directory.path, env)).toMatch(
      new RegExp(`^openinary cannot start: PORT: ${port} is in use; .*set PORT[^\\n]*\\n$`),
    );
    taken.close();
    expect(await failToStart(directory.path, { HOST: '203.0.113.9' })).toMatch(
      /^openinary cannot start: HOST: 203\.0\.113\.9 [^\n]*set HOST[^\n]*\n$/,
    );
    await using server = await startServer({ dataDirectory: directory.path });
    const { body } = await call(server, '/api-keys/list', { key: server.key });
    expect(body).toMatchObject({ keys: [{ name: 'First key' }], total: 1 });
  });

  it('on a data directory that cannot be written fails and says what to do', async () => {
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'file');
    await writeFile(file, '', { mode: 0o755 });
    const inside = join(directory.path, 'data');
    await mkdir(inside);
    await writeFile(join(inside, 'originals'), '');
    for (const place of [file, join(file, 'below'), inside, '/proc/openinary']) {
      expect(await failToStart(place, {}), place).toMatch(
        /^openinary cannot start: DATA_DIR: \/\S+ cannot be made or written [^\n]*set DATA_DIR[^\n]*\n$/,
      );
    }
  });

  it('on a directory of its databases or its queue that cannot be written names the variable', async () => {
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'file');
    await writeFile(file, '');
    const data = join(directory.path, 'data');
    const database = await failToStart(data, { DB_PATH: join(file, 'auth.db') });
    expect(database).toMatch(/^openinary cannot start: DB_PATH: \S+ cannot be made [^\n]*\n$/);
    const other = join(directory.path, 'other');
    await mkdir(other);
    await writeFile(join(other, 'redis'), '');
    expect(await failToStart(other, {})).toMatch(
      /^openinary cannot start: DATA_DIR: \S+\/redis cannot be made [^\n]*\n$/,
    );
  });

  it('without ffmpeg, and with variables nobody knows, warns once of each and delivers images', async () => {
    await using directory = await temporaryDirectory();
    const redis = (process.env['PATH'] ?? '')
      .split(':')
      .map((folder) => join(folder, 'redis-server'))
      .find((file) => existsSync(file));
    if (redis !== undefined) await symlink(redis, join(directory.path, 'redis-server'));
    const backups = join(directory.path, 'redis-server/backups');
    const strays = {
      BACKUP_PATH: backups,
      OPENINARY_ADMN_EMAIL: 'ada@example.com',
      BETTER_AUTH_SECRETS: 'foo',
    };
    await using server = await startServer({ env: { PATH: directory.path, ...strays } });
    const warnings = server.logs.filter((line) => line.includes('is not installed: no video'));
    expect(warnings.map((line) => /"msg":"(\w+)/.exec(line)?.[1])).toEqual(['ffmpeg', 'ffprobe']);
    const late = server.logs.filter((line) => line.includes(`BACKUP_PATH: ${backups}`));
    expect(late).toHaveLength(1);
    const unknown = server.logs.filter((line) => line.includes('are not known'));
    expect(unknown).toHaveLength(1);
    expect(unknown[0]).toContain('OPENINARY_ADMN_EMAIL (is OPENINARY_ADMIN_EMAIL meant?)');
    expect(unknown[0]).toContain('BETTER_AUTH_SECRETS (is BETTER_AUTH_SECRET meant?)');
    expect(unknown[0]).not.toContain('ada@example.com');
    expect((await call(server, '/health/ready')).status).toBe(200);
  });

  it('on a damaged database fails and says what to do', async () => {
    await using directory = await temporaryDirectory();
    await writeFile(join(directory.path, 'auth.db'), 'no database'.repeat(1000));
    const output = await failToStart(directory.path, {});
    expect(output).toContain('restore it with scripts/restore-db.sh');
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  it('with another secret than before fails, until the operator accepts it', async () => {
    await using server = await startServer({ env: { BETTER_AUTH_SECRET: SECRET } });
    await server.stop();
    const env = { BETTER_AUTH_SECRET: OTHER_SECRET };
    const output = await failToStart(server.dataDirectory, env);
    expect(output).toContain('--accept-new-secret');
    expect(output).not.toContain(SECRET);
    expect(output).not.toContain(OTHER_SECRET);
    const script = spawn('sh', [join(ROOT, 'scripts/secure-db.sh'), '--accept-new-secret'], {
      env: { PATH: process.env['PATH'], DATA_DIR: server.dataDirectory },
      cwd: '/',
      stdio: 'ignore',
    });
    await once(script, 'exit');
    expect(script.exitCode).toBe(0);
    await using again = await startServer({ env, dataDirectory: server.dataDirectory });
    expect((await call(again, '/storage', { key: server.key })).status).toBe(200);
  });
});
