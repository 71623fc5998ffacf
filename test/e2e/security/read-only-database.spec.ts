import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';
import { ADMIN, call, EMAIL, makeKey, PASSWORD, problemOf, signIn } from './requests.ts';

const execute = promisify(execFile);
const FILES = ['auth.db', 'auth.db-wal', 'openinary.db', 'openinary.db-wal'];

/** Has the kernel refuse every write to the databases, which no mode does to root, or allow them again. */
async function setReadOnly(directory: string, readOnly: boolean): Promise<boolean> {
  const files = FILES.map((name) => join(directory, name));
  try {
    await execute('chattr', [readOnly ? '+i' : '-i', ...files]);
    const writable = await access(files[0] ?? '', constants.W_OK).then(
      () => true,
      () => false,
    );
    return writable !== readOnly;
  } catch {
    return false;
  }
}

describe('while the databases can only be read', () => {
  let server: RunningServer;
  let isReadOnly: boolean;
  let cookie: string;
  let key: { readonly id: string; readonly key: string };
  beforeAll(async () => {
    server = await startServer({ env: ADMIN });
    cookie = await signIn(server);
    key = await makeKey(server, { key: server.key }, { scopes: ['read', 'admin'] });
    const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } });
    const content = await picture.png().toBuffer();
    expect((await upload(server, [{ name: 'a.png', content }])).status).toBe(200);
    isReadOnly = await setReadOnly(server.dataDirectory, true);
  });
  afterAll(async () => {
    await setReadOnly(server.dataDirectory, false);
    await server[Symbol.asyncDispose]();
  });

  it('what would change them is answered 503, and nothing is half done', async ({ skip }) => {
    skip(!isReadOnly, 'no file may be made immutable here');
    const before = await call(server, '/api-keys/list', { key: key.key });
    const person = { cookie, origin: server.url };
    const changes = [
      ['/api/auth/sign-in/email', { json: { email: EMAIL, password: PASSWORD } }],
      ['/api/auth/change-password', { ...person, json: change('Battery-Staple-8') }],
      ['/api/auth/update-user', { ...person, json: { name: 'Eve' } }],
      ['/api/auth/revoke-sessions', { ...person, json: {} }],
      ['/api/auth/sign-out', { ...person, json: {} }],
      ['/api-keys/create', { key: key.key, json: { name: 'New' } }],
      [`/api-keys/${key.id}`, { key: key.key, method: 'PATCH', json: { enabled: false } }],
      [`/api-keys/${key.id}`, { key: key.key, method: 'DELETE' }],
    ] as const;
    for (const [path, parts] of changes) {
      const answer = await call(server, path, parts);
      expect([path, answer.status, problemOf(answer)]).toEqual([path, 503, 'unavailable']);
      expect(Number(answer.headers.get('retry-after')), path).toBeGreaterThan(0);
      expect(answer.text, path).not.toMatch(/sqlite|auth\.db/i);
      expect(answer.headers.getSetCookie(), path).toEqual([]);
    }
    const after = await call(server, '/api-keys/list', { key: key.key });
    const names = ({ body }: typeof after) =>
      (body as { keys: { id: string; enabled: boolean }[] }).keys.map(
        ({ id, enabled }) => `${id} ${enabled}`,
      );
    expect(names(after)).toEqual(names(before));
    const wrong = await call(server, '/api/auth/sign-in/email', {
      json: { email: EMAIL, password: 'Wrong-Horse-7' },
    });
    expect(wrong.status).toBe(401);
  });

  it('delivery, keys and sessions go on', async ({ skip }) => {
    skip(!isReadOnly, 'no file may be made immutable here');
    for (const path of ['/t/a.png', '/t/w_20/a.png', '/t/w_21,f_webp/a.png', '/download/a.png']) {
      expect([path, (await call(server, path)).status]).toEqual([path, 200]);
    }
    expect((await call(server, '/storage', { key: key.key })).status).toBe(200);
    expect((await call(server, '/api/auth/list-sessions', { cookie })).status).toBe(200);
    expect((await call(server, '/health/live')).status).toBe(200);
  });

  it('the health pages say so, until they can be written again', async ({ skip }) => {
    skip(!isReadOnly, 'no file may be made immutable here');
    const health = async () => (await call(server, '/health/database', { key: key.key })).body;
    const ready = async () => (await call(server, '/health/ready')).body;
    expect(await health()).toMatchObject({ status: 'warning', database: { writable: false } });
    expect(await ready()).toMatchObject({
      status: 'degraded',
      components: { database: { status: 'degraded', reason: 'can only be read' } },
    });
    expect(await setReadOnly(server.dataDirectory, false)).toBe(true);
    expect(await health()).toMatchObject({ status: 'ok', database: { writable: true } });
    expect(await ready()).toMatchObject({ status: 'ready' });
    await signIn(server);
    await makeKey(server, { key: key.key });
  });
});

function change(newPassword: string): object {
  return { currentPassword: PASSWORD, newPassword };
}
