import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ADMIN, call, problemOf, signIn, type RequestParts } from './requests.ts';
import { UNDOCUMENTED } from './undocumented-routes.ts';

interface Operation {
  readonly 'x-session-only'?: boolean;
  readonly responses: Readonly<Record<string, object>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> };
}

interface Route {
  readonly method: string;
  readonly pattern: string;
  readonly path: string;
  readonly operation: Operation;
}

const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'];
/** Streams without an end, and figures that differ from one moment to the next. */
const MOVING = ['/queue/events', '/metrics', '/health', '/system', '/queue/worker/stats'];
/** Headers that count or name the request itself. */
const OWN = /^(date|x-request-id|(x-)?ratelimit.*|connection|keep-alive|etag)$/;

describe('every route', () => {
  let server: RunningServer;
  let routes: readonly Route[];
  let cookie: string;
  beforeAll(async () => {
    server = await startServer({ env: { ...ADMIN, LOG_LEVEL: 'info' } });
    cookie = await signIn(server);
    const { body } = await call(server, '/openapi.json');
    const { paths } = body as { paths: Record<string, Record<string, Operation>> };
    routes = Object.entries(paths).flatMap(([pattern, item]) =>
      METHODS.flatMap((method) => {
        const operation = item[method.toLowerCase()];
        const path = pattern.replaceAll(/\{[^}]+\}/g, 'x');
        return operation === undefined ? [] : [{ method, pattern, path, operation }];
      }),
    );
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const ask = (path: string, method: string, parts: RequestParts = {}) =>
    call(server, path, { cookie, origin: server.url, method, ...parts });

  it('of the router is in the document, but for a few that are known', () => {
    const mapped = server.logs.flatMap((line) => {
      const found = /Mapped \{(\S+), ([A-Z]+)\} route/.exec(line);
      return found === null ? [] : [`${found[2]} ${found[1]?.replace(/^\/$/, '/')}`];
    });
    expect(mapped.length).toBeGreaterThan(60);
    const plain = (name: string) => name.replaceAll(/\/(:\w+|\*\w+|\{\w+\})/g, '/?');
    const known = new Set(
      [...routes, ...UNDOCUMENTED].map(({ method, pattern }) => plain(`${method} ${pattern}`)),
    );
    expect(mapped.filter((name) => !known.has(plain(name)))).toEqual([]);
  });

  it('answers a method it has no use for with 405 and those it has', async () => {
    for (const path of new Set(routes.map((route) => route.path))) {
      const answer = await ask(path, 'PROPFIND');
      expect([path, answer.status, problemOf(answer)]).toEqual([path, 405, 'method-not-allowed']);
      const allowed = answer.headers.get('allow')?.split(', ') ?? [];
      for (const { method } of routes.filter((route) => route.path === path)) {
        expect(allowed, path).toContain(method);
      }
    }
  });

  it('answers HEAD with the status and headers of GET, and nothing else', async () => {
    for (const { method, path } of routes) {
      if (method !== 'GET' || MOVING.includes(path)) continue;
      const [get, head] = [await ask(path, 'GET'), await ask(path, 'HEAD')];
      const told = ({ status, headers }: typeof get) => [
        path,
        status,
        Object.fromEntries([...headers].filter(([name]) => !OWN.test(name))),
      ];
      if (get.status < 400) expect(told(head)).toEqual(told(get));
      else expect([path, head.status]).toEqual([path, get.status]);
      expect(head.text, path).toBe('');
    }
  });

  it('that is protected and answers JSON refuses who wants none, before it does anything', async () => {
    const refusing = routes.filter(({ operation }) => operation.responses['406'] !== undefined);
    expect(refusing.length).toBeGreaterThan(35);
    const none = ['application/xml', 'text/html, image/*', 'application/json;q=0', '*/*;q=0', 'x'];
    for (const { method, path } of refusing) {
      for (const accept of none) {
        const answer = await ask(path, method, { headers: { accept } });
        const name = `${method} ${path} for ${accept}`;
        expect([name, answer.status, problemOf(answer)]).toEqual([name, 406, 'not-acceptable']);
      }
    }
    // Had one of them done what it is for, the session would have ended.
    const some = ['', 'application/*', 'text/html, */*;q=0.1', 'application/json; charset=UTF-8'];
    for (const accept of some) {
      const answer = await ask('/api/auth/list-sessions', 'GET', { headers: { accept } });
      expect([accept, answer.status]).toEqual([accept, 200]);
    }
  });

  it('that is public, or answers something else, takes no notice of what is accepted', async () => {
    const headers = { accept: 'application/xml' };
    for (const { method, path, operation } of routes) {
      if (operation.responses['406'] !== undefined || path === '/queue/events') continue;
      const [plain, picky] = [await ask(path, method), await ask(path, method, { headers })];
      expect([`${method} ${path}`, picky.status]).toEqual([`${method} ${path}`, plain.status]);
    }
  });

  it('that takes JSON refuses what is none, too much of it, and no body', async () => {
    const type = (value: string) => ({ 'content-type': value });
    const json = type('application/json');
    const bodies = [
      ['xml', 415, { json: '<a/>', headers: type('application/xml') }],
      ['text', 415, { json: '{}', headers: type('text/plain') }],
      ['a form', 415, { json: 'a=b', headers: type('application/x-www-form-urlencoded') }],
      ['an unknown charset', 415, { json: '{}', headers: type('application/json; charset=x-a') }],
      ['an encoding', 415, { json: '{}', headers: { ...json, 'content-encoding': 'x-a' } }],
      ['nothing', 400, {}],
      ['half of it', 400, { json: '{', headers: json }],
      ['null', 400, { json: 'null', headers: json }],
      ['a list', 400, { json: '[]', headers: json }],
      ['an unknown field', 400, { json: { surprise: true } }],
      ['too much', 413, { json: { name: 'x'.repeat(300_000) } }],
    ] as const;
    const taking = routes.filter(
      ({ operation }) => operation.requestBody?.content['application/json'] !== undefined,
    );
    expect(taking.length).toBeGreaterThan(15);
    for (const { path, operation } of taking) {
      for (const status of ['400', '413', '415']) {
        expect(Object.keys(operation.responses), path).toContain(status);
      }
    }
    for (const { method, path } of taking) {
      for (const [what, status, parts] of bodies) {
        const answer = await ask(path, method, parts);
        const name = `${method} ${path} with ${what}`;
        expect([name, answer.status, problemOf(answer) === 'none']).toEqual([name, status, false]);
      }
    }
  });
});
