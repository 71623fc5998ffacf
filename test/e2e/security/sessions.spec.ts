import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ADMIN, call, EMAIL, PASSWORD, problemOf, signIn } from './requests.ts';

describe('sessions', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ env: { ...ADMIN, TRUST_PROXY: '1' } });
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const attempt = (email: string, password: string, address: string) =>
    call(server, '/api/auth/sign-in/email', { json: { email, password }, headers: from(address) });

  it('lie in a cookie that scripts and other sites cannot use', async () => {
    const answer = await attempt(EMAIL, PASSWORD, '192.0.2.1');
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^better-auth\.session_token=/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(cookie).toContain('Path=/');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(answer.body as object)).toEqual(['user']);
  });

  it('are Secure, under a name that says so, when the public address is https', async () => {
    await using secure = await startServer({
      env: { ...ADMIN, BETTER_AUTH_URL: 'https://media.example.com' },
    });
    const answer = await call(secure, '/api/auth/sign-in/email', {
      json: { email: EMAIL, password: PASSWORD },
      origin: 'https://media.example.com',
    });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Secure-better-auth\.session_token=/);
    expect(cookie).toContain('Secure');
    const session = { cookie: cookie.split(';', 1)[0] ?? '' };
    expect((await call(secure, '/api-keys/list', session)).status).toBe(200);
  });

  it('do not tell an unknown address from a wrong password, by words or by time', async () => {
    const times = { known: [] as number[], unknown: [] as number[] };
    const texts = new Set<string>();
    for (let round = 0; round < 7; round += 1) {
      for (const kind of ['known', 'unknown'] as const) {
        const email = kind === 'known' ? EMAIL : 'nobody@example.com';
        const start = performance.now();
        const answer = await attempt(email, 'Wrong-Horse-7', `198.51.100.${round}`);
        times[kind].push(performance.now() - start);
        expect(answer.status).toBe(401);
        texts.add(answer.text.replace(/"requestId":"[^"]+"/, ''));
      }
    }
    expect(texts.size).toBe(1);
    const median = (values: number[]) => values.sort((a, b) => a - b)[3] ?? 0;
    const ratio = median(times.known) / median(times.unknown);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('are limited per address after ten failures, and other addresses are not', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 12; index += 1) {
      statuses.push(
        (await attempt(`x${index}@example.com`, 'Wrong-Horse-7', '203.0.113.9')).status,
      );
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const limited = await attempt(EMAIL, PASSWORD, '203.0.113.9');
    expect(problemOf(limited)).toBe('too-many-requests');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await attempt(EMAIL, PASSWORD, '203.0.113.10')).status).toBe(200);
    // What the proxy itself has added is the last one; a client may have written the rest.
    expect((await attempt(EMAIL, PASSWORD, '203.0.113.10, 203.0.113.9')).status).toBe(429);
    expect((await attempt(EMAIL, PASSWORD, '203.0.113.9, 203.0.113.10')).status).toBe(200);
    const addresses = (event: string) =>
      server.logs.filter(
        (line) => line.includes(`"event":"${event}"`) && line.includes('"ip":"203.0.113.9"'),
      ).length;
    await expect.poll(() => addresses('sign_in.failed')).toBe(10);
    await expect.poll(() => addresses('sign_in.rate_limited')).toBe(4);
  });

  it('act only from our own pages', async () => {
    const cookie = await signIn(server);
    const create = (origin?: string) =>
      call(server, '/api-keys/create', {
        cookie,
        json: { name: 'k' },
        ...(origin !== undefined && { origin }),
      });
    for (const origin of [
      undefined,
      'https://evil.example',
      'null',
      `${server.url}.evil.example`,
    ]) {
      const answer = await create(origin);
      expect(problemOf(answer), origin).toBe('forbidden');
    }
    expect((await create(server.url)).status).toBe(201);
    expect(
      (await call(server, '/api-keys/list', { cookie, origin: 'https://evil.example' })).status,
    ).toBe(200);
    const login = await call(server, '/api/auth/sign-in/email', {
      json: { email: EMAIL, password: PASSWORD },
      origin: 'https://evil.example',
    });
    expect(problemOf(login)).toBe('forbidden');
  });

  it('cannot be forged', async () => {
    const cookie = await signIn(server);
    const [name = '', value = ''] = cookie.split('=', 2);
    for (const forged of [
      `${name}=x`,
      `${name}=`,
      `${cookie}x`,
      `${name}=${value.slice(5)}`,
      `${name}=${'a'.repeat(9000)}`,
    ]) {
      const answer = await call(server, '/api-keys/list', { cookie: forged });
      expect(answer.status, forged.slice(0, 60)).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  it('are listed without their tokens and ended one by one, or all others at once', async () => {
    const [here, there] = [await signIn(server), await signIn(server)];
    const list = async () =>
      (await call(server, '/api/auth/list-sessions', { cookie: here })).body as {
        id: string;
        current: boolean;
      }[];
    const other = (await call(server, '/api/auth/get-session', { cookie: there })).body as {
      session: { id: string };
    };
    expect((await list()).filter(({ current }) => current)).toHaveLength(1);
    expect(JSON.stringify(await list())).not.toContain(
      decodeURIComponent(here).split('=')[1]?.split('.')[0],
    );
    const post = (path: string, json: object) =>
      call(server, `/api/auth/${path}`, { cookie: here, origin: server.url, json });
    expect((await post('revoke-session', { id: other.session.id })).status).toBe(200);
    expect((await post('revoke-session', { id: other.session.id })).status).toBe(404);
    expect((await call(server, '/api-keys/list', { cookie: there })).status).toBe(401);
    const third = await signIn(server);
    expect((await post('revoke-other-sessions', {})).status).toBe(200);
    expect((await call(server, '/api-keys/list', { cookie: third })).status).toBe(401);
    expect(await list()).toHaveLength(1);
  });

  it('end when the same browser signs in again, and no other does', async () => {
    const [first, other] = [await signIn(server), await signIn(server)];
    const again = await call(server, '/api/auth/sign-in/email', {
      json: { email: EMAIL, password: PASSWORD },
      cookie: first,
    });
    const second = again.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    expect([again.status, second === first]).toEqual([200, false]);
    expect((await call(server, '/api-keys/list', { cookie: first })).status).toBe(401);
    for (const cookie of [second, other]) {
      expect((await call(server, '/api-keys/list', { cookie })).status).toBe(200);
    }
  });

  it('end at sign-out', async () => {
    const cookie = await signIn(server);
    const out = await call(server, '/api/auth/sign-out', { cookie, origin: server.url, json: {} });
    expect(out.status).toBe(200);
    expect(out.headers.getSetCookie().join()).toContain('Max-Age=0');
    expect((await call(server, '/api-keys/list', { cookie })).status).toBe(401);
    expect((await call(server, '/api/auth/get-session', { cookie })).body).toEqual({
      session: null,
      user: null,
    });
  });

  it('end with the password, which needs the current one and meets the policy', async () => {
    const [cookie, elsewhere] = [await signIn(server), await signIn(server)];
    const change = (currentPassword: string, newPassword: string) =>
      call(server, '/api/auth/change-password', {
        cookie,
        origin: server.url,
        json: { currentPassword, newPassword },
      });
    expect(problemOf(await change('Wrong-Horse-7', 'Battery-Staple-8'))).toBe('invalid-request');
    expect(problemOf(await change(PASSWORD, 'weak'))).toBe('invalid-request');
    const changed = await change(PASSWORD, 'Battery-Staple-8');
    expect(changed.status).toBe(200);
    for (const old of [cookie, elsewhere]) {
      expect((await call(server, '/api-keys/list', { cookie: old })).status).toBe(401);
    }
    const renewed = changed.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    expect((await call(server, '/api-keys/list', { cookie: renewed })).status).toBe(200);
    expect((await attempt(EMAIL, PASSWORD, '192.0.2.77')).status).toBe(401);
    expect((await attempt(EMAIL, 'Battery-Staple-8', '192.0.2.77')).status).toBe(200);
  });

  it('are limited per account after twenty failures from anywhere, but go on where they are open', async () => {
    const cookie = await signIn(server, 'Battery-Staple-8');
    const guesses = await Promise.all(
      Array.from({ length: 21 }, (_, index) =>
        attempt(EMAIL, 'Wrong-Horse-7', `203.0.114.${index}`),
      ),
    );
    // The tests above have failed with this account, too.
    expect(guesses.map(({ status }) => status)).toContain(429);
    expect((await attempt(EMAIL, 'Battery-Staple-8', '203.0.114.99')).status).toBe(429);
    const change = (session: string, currentPassword: string) =>
      call(server, '/api/auth/change-password', {
        cookie: session,
        origin: server.url,
        json: { currentPassword, newPassword: 'Battery-Staple-9' },
      });
    const changed = await change(cookie, 'Battery-Staple-8');
    expect(changed.status).toBe(200);
    const renewed = changed.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    // There a wrong password is a guess, too.
    const wrong = await Promise.all(
      Array.from({ length: 10 }, () => change(renewed, 'Wrong-Horse-7')),
    );
    expect(wrong.map(({ status }) => status)).toEqual(Array<number>(10).fill(400));
    const limited = await change(renewed, 'Battery-Staple-9');
    expect(problemOf(limited)).toBe('too-many-requests');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('a forged X-Forwarded-For', () => {
  it('is not believed from anybody who is no trusted proxy', async () => {
    await using server = await startServer({ env: ADMIN });
    const statuses: number[] = [];
    for (let index = 0; index < 11; index += 1) {
      const answer = await call(server, '/api/auth/sign-in/email', {
        json: { email: `x${index}@example.com`, password: 'Wrong-Horse-7' },
        headers: { 'x-forwarded-for': `203.0.113.${index}`, 'x-openinary-client-ip': '8.8.8.8' },
      });
      statuses.push(answer.status);
    }
    expect(statuses[10]).toBe(429);
    expect(server.logs.join('\n')).not.toContain('203.0.113.');
  });
});
