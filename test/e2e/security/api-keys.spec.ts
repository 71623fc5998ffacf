import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectToEnd } from '../../support/expiry.ts';
import { rawRequest } from '../../support/raw-request.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ADMIN, call, makeKey, problemOf, signIn } from './requests.ts';

describe('API keys', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ env: ADMIN });
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const use = (key: string) => call(server, '/storage', { key });
  const change = (id: string, json: object) =>
    call(server, `/api-keys/${id}`, { key: server.key, method: 'PATCH', json });

  it('are shown once and stored as a hash', async () => {
    const made = await makeKey(server, { key: server.key }, { expiresIn: 31_536_000 });
    expect(made.key).toMatch(/^sk_[A-Za-z]{64}$/);
    expect(made.scopes).toEqual(['read', 'write']);
    const list = await call(server, '/api-keys/list', { key: server.key });
    expect(list.text).not.toContain(made.key);
    const database = new Sqlite(join(server.dataDirectory, 'auth.db'), { readonly: true });
    const rows = JSON.stringify(database.prepare('SELECT * FROM apiKey').all());
    database.close();
    expect(rows).not.toContain(made.key);
    expect(rows).not.toContain(made.key.slice(10));
  });

  it('are taken from either header', async () => {
    expect((await use(server.key)).status).toBe(200);
    const header = await call(server, '/storage', { headers: { 'x-api-key': server.key } });
    expect(header.status).toBe(200);
    const lower = await call(server, '/storage', {
      headers: { authorization: `bearer ${server.key}` },
    });
    expect(lower.status).toBe(200);
  });

  it('stop working on the very next request when disabled, expired, deleted or narrowed', async () => {
    const disabled = await makeKey(server, { key: server.key });
    expect((await use(disabled.key)).status).toBe(200);
    expect((await change(disabled.id, { enabled: false })).status).toBe(200);
    expect((await use(disabled.key)).status).toBe(401);
    await change(disabled.id, { enabled: true });
    expect((await use(disabled.key)).status).toBe(200);
    await change(disabled.id, { scopes: ['write'] });
    expect((await use(disabled.key)).status).toBe(403);

    const deleted = await makeKey(server, { key: server.key });
    expect((await use(deleted.key)).status).toBe(200);
    const path = `/api-keys/${deleted.id}`;
    expect((await call(server, path, { key: server.key, method: 'DELETE' })).status).toBe(200);
    expect((await use(deleted.key)).status).toBe(401);
    expect((await call(server, path, { key: server.key, method: 'DELETE' })).status).toBe(404);

    const expiring = await makeKey(server, { key: server.key }, { expiresIn: 1 });
    const endsAt = Date.parse(expiring.expiresAt ?? '');
    await expectToEnd(async () => (await use(expiring.key)).status, endsAt, [200, 401]);
  });

  it('count their uses and say when the last one was', async () => {
    const { id, key } = await makeKey(server, { key: server.key });
    for (let index = 0; index < 3; index += 1) await use(key);
    const { body } = await call(server, '/api-keys/list', { key: server.key });
    const { keys } = body as { keys: { id: string; requestCount: number; lastUsedAt: string }[] };
    const found = keys.find((candidate) => candidate.id === id);
    expect(found?.requestCount).toBe(3);
    expect(Date.now() - Date.parse(found?.lastUsedAt ?? '')).toBeLessThan(10_000);
  });

  it('of another account are unknown: neither seen, changed nor deleted', async () => {
    const session = { cookie: await signIn(server), origin: server.url };
    const foreign = await makeKey(server, session);
    expect((await call(server, '/api-keys/list', { key: server.key })).text).not.toContain(
      foreign.id,
    );
    expect(problemOf(await change(foreign.id, { enabled: false }))).toBe('not-found');
    const path = `/api-keys/${foreign.id}`;
    const deletion = await call(server, path, { key: server.key, method: 'DELETE' });
    expect(problemOf(deletion)).toBe('not-found');
    expect((await use(foreign.key)).status).toBe(200);
  });

  it('are refused with a wrong tail, a wrong form, or twice', async () => {
    const wrongTail = server.key.slice(0, -1) + (server.key.endsWith('a') ? 'b' : 'a');
    for (const key of [
      wrongTail,
      'sk_',
      'sk_short',
      `${server.key}x`,
      'x'.repeat(5000),
      "' OR 1=1 --",
      server.key.toUpperCase(),
    ]) {
      const answer = await use(key);
      expect(answer.status, key.slice(0, 80)).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      expect(problemOf(answer)).toBe('unauthenticated');
      expect(answer.text).not.toContain(key);
    }
    const both = await call(server, '/storage', {
      key: wrongTail,
      headers: { 'x-api-key': server.key },
    });
    expect(both.status).toBe(401);
    const empty = await call(server, '/storage', { headers: { authorization: 'Bearer' } });
    expect(empty.status).toBe(401);
    const huge = await rawRequest(server.url, '/storage', {
      headers: { 'x-api-key': 'k'.repeat(40_000) },
    });
    expect(huge.status).toBe(431);
  });

  it('are made only from sound requests', async () => {
    const hostile: unknown[] = [
      {},
      { name: '' },
      { name: 'x'.repeat(101) },
      { name: 7 },
      { name: ' \t' },
      { name: 'a\u0000b' },
      { name: 'two\nlines' },
      { name: 'k', expiresIn: 0 },
      { name: 'k', expiresIn: -1 },
      { name: 'k', expiresIn: 1e12 },
      { name: 'k', expiresIn: '60' },
      { name: 'k', scopes: [] },
      { name: 'k', scopes: ['root'] },
      { name: 'k', scopes: ['read', 'read'] },
      { name: 'k', scopes: 'admin' },
      { name: 'k', rateLimit: 0 },
      { name: 'k', rateLimit: 1.5 },
      { name: 'k', userId: 'other' },
      '{"name":"k"',
      '[]',
      'null',
      '7',
    ];
    for (const json of hostile) {
      const answer = await call(server, '/api-keys/create', { key: server.key, json });
      expect([answer.status, problemOf(answer)], JSON.stringify(json)).toEqual([
        400,
        'invalid-request',
      ]);
    }
    const large = await call(server, '/api-keys/create', {
      key: server.key,
      json: { name: 'x'.repeat(300_000) },
    });
    expect(large.status).toBe(413);
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'limit=1&limit=2', 'offset=-1']) {
      expect(
        (await call(server, `/api-keys/list?${query}`, { key: server.key })).status,
        query,
      ).toBe(400);
    }
  });

  it('are listed page by page', async () => {
    const page = async (offset: number) =>
      (await call(server, `/api-keys/list?limit=2&offset=${offset}`, { key: server.key })).body as {
        keys: { id: string }[];
        total: number;
      };
    const [first, second] = [await page(0), await page(2)];
    expect(first.keys).toHaveLength(2);
    expect(first.total).toBeGreaterThan(2);
    expect(second.keys[0]?.id).not.toBe(first.keys[0]?.id);
  });
});
