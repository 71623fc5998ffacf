import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilTrue } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ADMIN, call, EMAIL, makeKey, PASSWORD, signIn, type MadeKey } from './requests.ts';

interface Line {
  readonly event: string;
  readonly time: string;
  readonly requestId?: string;
  readonly actor?: { readonly type: string; readonly id: string; readonly name: string };
  readonly keyId?: string;
  readonly ip?: string;
  readonly method?: string;
  readonly path?: string;
  readonly outcome: string;
  readonly reason?: string;
}

describe('the audit log', () => {
  const secrets: string[] = [PASSWORD, 'Wrong-Horse-7', 'Battery-Staple-8'];
  let server: RunningServer;
  let key: MadeKey;
  let cookie: string;

  const lines = () =>
    server.logs
      .filter((line) => line.includes('"audit":true'))
      .map((line) => JSON.parse(line) as Line);
  const find = (event: string) => lines().filter((line) => line.event === event);

  beforeAll(async () => {
    server = await startServer({ env: ADMIN });
    cookie = await signIn(server);
    key = await makeKey(server, { key: server.key });
    const session = { cookie, origin: server.url };
    secrets.push(server.key, key.key, cookie, decodeURIComponent(cookie.split('=')[1] ?? ''));
    await call(server, '/storage?token=abc', { key: key.key });
    await call(server, '/storage', { key: `sk_${'Z'.repeat(64)}` });
    await call(server, '/storage');
    await call(server, '/api-keys/list', { key: key.key });
    await call(server, `/api-keys/${key.id}`, {
      key: server.key,
      method: 'PATCH',
      json: { name: 'n' },
    });
    await call(server, '/api/auth/sign-in/email', {
      json: { email: EMAIL, password: 'Wrong-Horse-7' },
    });
    await call(server, '/api-keys/list', session);
    await call(server, '/api-keys/list', { cookie: `${cookie}x` });
    await call(server, '/api/auth/change-password', {
      ...session,
      json: {
        currentPassword: PASSWORD,
        newPassword: 'Battery-Staple-8',
        revokeOtherSessions: false,
      },
    });
    await call(server, '/api/auth/sign-out', { ...session, json: {} });
    await call(server, `/api-keys/${key.id}`, { key: server.key, method: 'DELETE' });
    await call(server, '/backups', { key: server.key, method: 'POST' });
    // Lines are written a moment after the answer.
    await untilTrue(() => Promise.resolve(find('backup.success').length === 1));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('has one JSON line for each event', () => {
    for (const event of [
      'api_key.success',
      'api_key.failed',
      'api_key.created',
      'api_key.updated',
      'api_key.deleted',
      'session.success',
      'session.rejected',
      'sign_in.success',
      'sign_in.failed',
      'sign_out',
      'password.changed',
      'access.denied',
      'backup.success',
    ]) {
      expect(find(event).length, event).toBeGreaterThan(0);
    }
  });

  it('tells by grep who used which key, when and from where', () => {
    const used = find('api_key.success').filter(({ keyId }) => keyId === key.id);
    expect(used).toHaveLength(1);
    expect(used[0]).toMatchObject({
      event: 'api_key.success',
      outcome: 'success',
      keyId: key.id,
      actor: { type: 'api-key', name: 'Test' },
      ip: '127.0.0.1',
      method: 'GET',
      path: '/storage',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    });
    expect(find('api_key.failed')[0]?.reason).toBe('unknown');
  });

  it('shows the same to administrators, filtered and page by page', async () => {
    const read = async (query: string) =>
      (await call(server, `/audit?${query}`, { key: server.key })).body as {
        events: { id: string; event: string; keyId: string | null }[];
        nextCursor?: string;
      };
    const all = await read('limit=200');
    expect(new Set(all.events.map(({ event }) => event))).toContain('password.changed');
    expect((await read('event=sign_in.failed')).events).toHaveLength(1);
    expect((await read(`keyId=${key.id}&event=api_key.success`)).events).toHaveLength(1);
    expect((await read('actor=Administrator&event=sign_out')).events).toHaveLength(1);
    expect((await read('to=2020-01-01T00:00:00Z')).events).toEqual([]);
    expect(
      (await read('from=2020-01-01T00:00:00Z&limit=200')).events.length,
    ).toBeGreaterThanOrEqual(all.events.length);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await read(
        `limit=3&to=${new Date().toISOString()}${cursor === undefined ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...page.events.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(10);
  });

  it.each([
    'limit=0',
    'limit=201',
    'event=nothing',
    'from=yesterday',
    'from=2026-W01',
    'cursor=x',
    'cursor=-1',
    'colour=red',
  ])('refuses the query %s', async (query) => {
    expect((await call(server, `/audit?${query}`, { key: server.key })).status).toBe(400);
  });

  it('is for administrators', async () => {
    const { key: reader } = await makeKey(
      server,
      { key: server.key },
      { scopes: ['read', 'write'] },
    );
    expect((await call(server, '/audit', { key: reader })).status).toBe(403);
  });

  it('holds, like the rest of the log, no password, key or cookie', () => {
    // The one line that shows the first key is for the person who starts the server.
    const log = server.logs.filter((line) => !line.startsWith('API key (shown once)')).join('\n');
    expect(log.length).toBeGreaterThan(1000);
    for (const secret of secrets) expect(log).not.toContain(secret);
    expect(log).not.toMatch(/sk_[A-Za-z]{20}/);
    expect(log).not.toMatch(/authorization|set-cookie/i);
  });
});
