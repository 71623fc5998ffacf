import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ADMIN, call, makeKey, PASSWORD, problemOf, signIn } from './requests.ts';

interface Endpoint {
  readonly method: string;
  readonly path: string;
}

/** Every route that the library and its plugin would open, had the product handed them its requests. */
function routesOfLibrary(): readonly Endpoint[] {
  const { api } = betterAuth({
    baseURL: 'http://localhost',
    secret: 'only-to-list-the-routes-of-the-library',
    emailAndPassword: { enabled: true },
    logger: { disabled: true },
    plugins: [apiKey()],
  });
  return Object.values<unknown>(api).flatMap((endpoint) => {
    const { path, options } = endpoint as { path?: string; options?: { method?: unknown } };
    const methods = [options?.method ?? 'POST'].flat().map(String);
    if (path === undefined) return [];
    return methods.map((method) => ({
      method,
      path: `/api/auth${path.replaceAll(/[:*]\w+/g, 'x')}`,
    }));
  });
}

describe('the routes of Better Auth', () => {
  let server: RunningServer;
  let closed: readonly Endpoint[];
  beforeAll(async () => {
    server = await startServer({ env: { ...ADMIN, MODE: 'fullstack' } });
    const { body } = await call(server, '/openapi.json');
    const { paths } = body as { paths: Record<string, Record<string, object>> };
    closed = routesOfLibrary().filter(
      ({ method, path }) => paths[path]?.[method.toLowerCase()] === undefined,
    );
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('are closed to everybody, but for those in the document', async () => {
    const cookie = await signIn(server);
    const owner = { cookie, origin: server.url };
    const { key } = await makeKey(server, owner, { scopes: ['read', 'write', 'admin'] });
    expect(closed.length).toBeGreaterThan(20);
    for (const { method, path } of closed) {
      for (const credential of [{}, { key }, owner]) {
        const answer = await call(server, path, {
          method,
          ...credential,
          ...(method === 'POST' && { json: {} }),
        });
        const name = `${method} ${path}`;
        const refused = [403, 404, 405].includes(answer.status);
        expect([name, answer.status, refused]).toEqual([name, answer.status, true]);
        expect(problemOf(answer), name).not.toBe('none');
        expect(answer.headers.getSetCookie(), name).toEqual([]);
      }
    }
  });

  it('make no second account after the set-up', async () => {
    const account = { name: 'Eve', email: 'eve@example.com', password: PASSWORD };
    const up = await call(server, '/api/auth/sign-up/email', { json: account });
    expect(problemOf(up)).toBe('forbidden');
    const again = await call(server, '/api/setup', { json: account });
    expect(problemOf(again)).toBe('setup-complete');
    await expect(signIn(server, PASSWORD, account.email)).rejects.toThrow('401');
  });

  it('take no body larger than any other route', async () => {
    const json = { email: 'ada@example.com', password: 'x'.repeat(300_000) };
    for (const path of ['sign-in/email', 'sign-up/email']) {
      const answer = await call(server, `/api/auth/${path}`, { json });
      expect([path, problemOf(answer)]).toEqual([path, 'too-large']);
    }
  });
});
