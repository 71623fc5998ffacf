import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../../support/raw-request.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ADMIN, call, makeKey, problemOf, signIn } from './requests.ts';

const PAGE = 'https://console.example.com';

describe('answers', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ env: { ...ADMIN, CORS_ORIGINS: PAGE } });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('tell browsers to be careful with them', async () => {
    for (const path of ['/', '/health', '/storage', '/no/such/address', '/api/setup', '/docs']) {
      const { headers } = await call(server, path);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('strict-transport-security'), path).toMatch(/^max-age=31536000/);
      expect(headers.get('x-powered-by'), path).toBeNull();
      expect(headers.get('server'), path).toBeNull();
      const policy = headers.get('content-security-policy')?.split(';') ?? [];
      expect(policy, path).toEqual(
        expect.arrayContaining([
          "default-src 'self'",
          "script-src 'self'",
          "object-src 'none'",
          "frame-ancestors 'none'",
          "base-uri 'self'",
        ]),
      );
    }
  });

  it('say what they are, and are kept by no cache when they are for one credential', async () => {
    for (const path of ['/storage', '/api-keys/list', '/audit', '/health/database', '/system']) {
      const { headers } = await call(server, path, { key: server.key });
      expect(headers.get('content-type'), path).toBe('application/json; charset=utf-8');
      expect(headers.get('cache-control'), path).toBe('no-store');
    }
  });

  it('are shown to the pages of listed origins alone', async () => {
    for (const [origin, allowed] of [
      [PAGE, PAGE],
      ['https://evil.example', null],
      ['null', null],
      [`${PAGE}.evil.example`, null],
    ] as const) {
      for (const method of ['GET', 'OPTIONS']) {
        const { headers } = await call(server, '/storage', {
          method,
          key: server.key,
          origin,
          headers: { 'access-control-request-method': 'GET' },
        });
        expect([method, origin, headers.get('access-control-allow-origin')]).toEqual([
          method,
          origin,
          allowed,
        ]);
      }
    }
  });

  it('tell the pages of listed origins how much of a limit is left', async () => {
    const { headers } = await call(server, '/storage', { key: server.key, origin: PAGE });
    const told = [...headers.keys()].filter((name) => name.includes('ratelimit'));
    const exposed = headers.get('access-control-expose-headers')?.toLowerCase().split(',');
    expect(told).toHaveLength(5);
    expect(exposed).toEqual(expect.arrayContaining(told));
  });

  it('hold nothing that lies around the server', async () => {
    for (const path of [
      '/.git/config',
      '/.git/HEAD',
      '/.env',
      '/package.json',
      '/dist/main.js',
      '/src/main.ts',
      '/data/auth.db',
      '/auth.db',
      '/secrets.json',
      '/originals/',
      '/../package.json',
      '/..%2f..%2fetc/passwd',
      '/docs/../package.json',
      '/docs/%2e%2e/%2e%2e/package.json',
      '/t/../secrets.json',
      '/download/..%2fsecrets.json',
      '/download/%2e%2e/secrets.json',
    ]) {
      const { status, headers, body } = await rawRequest(server.url, path);
      expect([path, [400, 404].includes(status)], String(status)).toEqual([path, true]);
      expect(headers['content-type'], path).toContain('application/problem+json');
      expect(String(body), path).not.toMatch(/root:|"dependencies"|\[core\]/);
    }
  });

  it('to TRACE repeat nothing', async () => {
    const { hostname, port } = new URL(server.url);
    for (const path of ['/', '/health', '/storage', '/api/auth/get-session', '/t/a.jpg']) {
      const socket = connect(Number(port), hostname);
      socket.write(
        `TRACE ${path} HTTP/1.1\r\nHost: x\r\nCookie: secret=7\r\nConnection: close\r\n\r\n`,
      );
      const answer = await text(socket);
      expect(answer.split('\r\n', 1)[0], path).toMatch(/^HTTP\/1\.1 40[145] /);
      expect(answer, path).not.toContain('secret=7');
    }
  });

  it('take no field for another, and none twice', async () => {
    const parts = { key: server.key, headers: { 'content-type': 'application/json' } };
    for (const json of [
      '{"name":"k","__proto__":{"scopes":["admin"]}}',
      '{"name":"k","constructor":{"prototype":{"scopes":["admin"]}}}',
      '{"__proto__":{"name":"k"}}',
    ]) {
      const answer = await call(server, '/api-keys/create', { ...parts, json });
      const { apiKey } = (answer.body ?? {}) as { apiKey?: { scopes: string[] } };
      expect([201, 400], json).toContain(answer.status);
      expect(apiKey?.scopes ?? [], json).not.toContain('admin');
    }
    expect((await makeKey(server, { key: server.key })).scopes).toEqual(['read', 'write']);
    for (const query of ['limit=1&limit=2', 'limit[]=1', 'limit[__proto__]=1', '__proto__[x]=1']) {
      const answer = await call(server, `/api-keys/list?${query}`, { key: server.key });
      expect([query, problemOf(answer)]).toEqual([query, 'invalid-request']);
    }
  });

  it('to a person hold no field that is nobody’s business', async () => {
    const cookie = await signIn(server);
    const answer = await call(server, '/api/auth/get-session', { cookie });
    expect(Object.keys((answer.body as { user: object }).user).sort()).toEqual([
      'email',
      'id',
      'name',
    ]);
    expect(answer.text).not.toMatch(/token|password|hash/i);
    const keys = await call(server, '/api-keys/list', { key: server.key });
    expect(keys.text).not.toMatch(/"(key|hash|referenceId|userId|metadata|permissions)"/);
  });
});
