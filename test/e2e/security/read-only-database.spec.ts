import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { limitWrites } from '../../support/write-limit.ts';
import { ADMIN, call, EMAIL, makeKey, PASSWORD, problemOf, signIn } from './requests.ts';

const execute = promisify(execFile);
const DAY_MS = 86_400_000;
const FILES = ['auth.db', 'auth.db-wal', 'openinary.db', 'openinary.db-wal'];

/** Smaller than a page of a database, and larger than a small picture: what else is written goes on. */
const LESS_THAN_A_PAGE = 2048;

type Way = readonly [
  what: string,
  set: (server: RunningServer, readOnly: boolean) => Promise<void>,
];

/** A disk that refuses every page of a database. */
const FAILING: Way = [
  'since the disk refuses writes',
  ({ process }, readOnly) =>
    limitWrites(process.pid ?? 0, readOnly ? LESS_THAN_A_PAGE : 'unlimited'),
];

/** Files that the kernel lets nobody write, root included. */
const IMMUTABLE: Way = [
  'since their files are immutable',
  ({ dataDirectory }, readOnly) =>
    setImmutable(
      FILES.map((name) => join(dataDirectory, name)),
      readOnly,
    ),
];

async function setImmutable(files: readonly string[], immutable: boolean): Promise<void> {
  await execute('chattr', [immutable ? '+i' : '-i', ...files]);
}

/** Not everybody may make files immutable, and not every file system knows it: then the other way alone is tried. */
async function knowsImmutable(): Promise<boolean> {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'file');
  await writeFile(file, '');
  try {
    await setImmutable([file], true);
    await setImmutable([file], false);
    return true;
  } catch {
    return false;
  }
}

describe.each((await knowsImmutable()) ? [FAILING, IMMUTABLE] : [FAILING])(
  'while the databases can only be read, %s',
  (_what, setReadOnly) => {
    let server: RunningServer;
    let aged: Record<'due' | 'unused' | 'old', string>;
    let cookie: string;
    let key: { readonly id: string; readonly key: string };
    beforeAll(async () => {
      server = await startServer({ env: ADMIN });
      cookie = await signIn(server);
      key = await makeKey(server, { key: server.key }, { scopes: ['read', 'admin'] });
      const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } });
      const content = await picture.png().toBuffer();
      expect((await upload(server, [{ name: 'a.png', content }])).status).toBe(200);
      aged = await ageSessions();
      await setReadOnly(server, true);
    });
    afterAll(async () => {
      await setReadOnly(server, false);
      await server[Symbol.asyncDispose]();
    });

    it('what would change them is answered 503, and nothing is half done', async () => {
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

    it('delivery, keys and sessions go on', async () => {
      for (const path of ['/t/a.png', '/t/w_20/a.png', '/t/w_21,f_webp/a.png', '/download/a.png']) {
        expect([path, (await call(server, path)).status]).toEqual([path, 200]);
      }
      expect((await call(server, '/storage', { key: key.key })).status).toBe(200);
      expect((await call(server, '/api/auth/list-sessions', { cookie })).status).toBe(200);
      expect((await call(server, '/health/live')).status).toBe(200);
    });

    it('a session that is due for renewal goes on as it is, and ones that have ended stay so', async () => {
      const current = (of: string) => call(server, '/api/auth/get-session', { cookie: of });
      const due = await current(aged.due);
      expect([due.status, due.headers.getSetCookie()]).toEqual([200, []]);
      expect(due.body).toMatchObject({ user: { email: EMAIL } });
      expect((await call(server, '/storage', { cookie: aged.due })).status).toBe(200);
      for (const ended of [aged.unused, aged.old]) {
        const answer = await current(ended);
        expect([answer.status, answer.body]).toEqual([200, { session: null, user: null }]);
        expect((await call(server, '/storage', { cookie: ended })).status).toBe(401);
      }
      const head = await call(server, '/api/auth/get-session', {
        cookie: aged.due,
        method: 'HEAD',
      });
      expect(head.status).toBe(200);
    });

    it('the health pages say so, until they can be written again', async () => {
      const health = async () => (await call(server, '/health/database', { key: key.key })).body;
      const ready = async () => (await call(server, '/health/ready')).body;
      // A disk tells at the next write, which comes by itself.
      await expect
        .poll(health, { timeout: 20_000 })
        .toMatchObject({ status: 'warning', database: { writable: false } });
      await expect.poll(ready, { timeout: 20_000 }).toMatchObject({
        status: 'degraded',
        components: { database: { status: 'degraded', reason: 'can only be read' } },
      });
      await setReadOnly(server, false);
      await expect
        .poll(health, { timeout: 20_000 })
        .toMatchObject({ status: 'ok', database: { writable: true } });
      await expect.poll(ready, { timeout: 20_000 }).toMatchObject({ status: 'ready' });
      const renewed = await call(server, '/api/auth/get-session', { cookie: aged.due });
      expect(renewed.headers.getSetCookie().join()).toContain('Max-Age=604800');
      await signIn(server);
      await makeKey(server, { key: key.key });
    });

    /** Sessions renewed two days ago, not used for eight, and opened 31 days ago. */
    async function ageSessions(): Promise<typeof aged> {
      const [due, unused, old] = [await signIn(server), await signIn(server), await signIn(server)];
      const database = new Sqlite(join(server.dataDirectory, 'auth.db'));
      const age = async (of: string, opened: number, renewed: number) => {
        const { body } = await call(server, '/api/auth/get-session', { cookie: of });
        const { session } = body as { session: { id: string } };
        const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
        database
          .prepare('UPDATE session SET createdAt = ?, updatedAt = ?, expiresAt = ? WHERE id = ?')
          .run(at(-opened), at(-renewed), at(7 - renewed), session.id);
      };
      await age(due, 2, 2);
      await age(unused, 8, 8);
      await age(old, 31, 0);
      database.close();
      return { due, unused, old };
    }
  },
);

function change(newPassword: string): object {
  return { currentPassword: PASSWORD, newPassword };
}
