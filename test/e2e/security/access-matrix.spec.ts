import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withRouteTable, type RoutesDocument } from '../../../scripts/route-table.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import {
  ADMIN,
  call,
  makeKey,
  PASSWORD,
  problemOf,
  signIn,
  type RequestParts,
} from './requests.ts';
import { UNDOCUMENTED } from './undocumented-routes.ts';

interface Operation {
  readonly operationId: string;
  readonly security?: readonly object[];
  readonly 'x-required-scopes'?: readonly string[];
  readonly 'x-session-only'?: boolean;
}

interface Route extends Operation {
  readonly method: string;
  readonly path: string;
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

/** The protected routes of the security page; the document may have more of them, never fewer. */
const PAGE = [
  'GET /health/database',
  'POST /upload',
  'GET /storage',
  'GET /storage/x/metadata',
  'DELETE /storage/x',
  'POST /api-keys/create',
  'GET /api-keys/list',
  'DELETE /api-keys/x',
  'PATCH /api-keys/x',
  'GET /queue/stats',
  'GET /queue/jobs',
  'POST /queue/jobs/x/retry',
  'POST /queue/jobs/x/cancel',
  'DELETE /queue/jobs/x',
  'GET /queue/worker/stats',
];

async function readRoutes(server: RunningServer): Promise<readonly Route[]> {
  const { body } = await call(server, '/openapi.json');
  const { paths } = body as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (operation === undefined) return [];
      return [
        { ...operation, method: method.toUpperCase(), path: path.replaceAll(/\{[^}]+\}/g, 'x') },
      ];
    }),
  );
}

describe('every route of the document', () => {
  let server: RunningServer;
  let routes: readonly Route[];
  let credentials: Record<'read' | 'write' | 'admin' | 'none', RequestParts>;
  beforeAll(async () => {
    server = await startServer({ env: ADMIN });
    routes = await readRoutes(server);
    const owner = { key: server.key };
    credentials = {
      read: { key: (await makeKey(server, owner, { scopes: ['read'] })).key },
      write: { key: (await makeKey(server, owner, { scopes: ['write'] })).key },
      admin: { key: (await makeKey(server, owner, { scopes: ['admin'] })).key },
      none: {},
    };
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const ask = ({ method, path }: Route, parts: RequestParts) =>
    call(server, path, { ...parts, method, ...(method !== 'GET' && { json: {} }) });
  const isPublic = (route: Route) => route.security?.length === 0;

  it('is public or protected, and the page’s protected ones are', () => {
    const names = routes
      .filter((route) => !isPublic(route))
      .map(({ method, path }) => `${method} ${path}`);
    expect(routes.length).toBeGreaterThan(20);
    for (const route of PAGE) expect(names).toContain(route);
  });

  it('stands in the table of the page for integrators, with who may call it', async () => {
    const page = await readFile(new URL('../../../docs/api.md', import.meta.url), 'utf8');
    const { body } = await call(server, '/openapi.json');
    expect(page, 'stale: npm run build && node scripts/write-route-table.ts').toBe(
      await withRouteTable(page, body as RoutesDocument),
    );
  });

  it('refuses no credential and a bad key with 401 unless it is public', async () => {
    const bad = `sk_${'a'.repeat(64)}`;
    for (const route of routes.filter((candidate) => !isPublic(candidate))) {
      for (const parts of [credentials.none, { key: bad }, { headers: { 'x-api-key': 'sk_x' } }]) {
        const answer = await ask(route, parts);
        const name = `${route.method} ${route.path}`;
        expect([name, answer.status, problemOf(answer)]).toEqual([name, 401, 'unauthenticated']);
        expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      }
    }
  });

  it('asks nobody for a credential when it is public, and looks none up', async () => {
    for (const route of routes.filter((candidate) => isPublic(candidate))) {
      // An event stream has no end to wait for, and metrics have a token of their own.
      if (['/queue/events', '/metrics'].includes(route.path)) continue;
      for (const parts of [{}, { key: 'sk_bad' }]) {
        const answer = await ask(route, parts);
        const name = `${route.method} ${route.path}`;
        // These two are asked with a password and a signature, and refuse wrong ones.
        const proves = ['/api/auth/sign-in/email', '/authenticated/'].some((path) =>
          route.path.startsWith(path),
        );
        if (!proves) expect([name, answer.status]).not.toEqual([name, 401]);
        expect(answer.headers.get('ratelimit'), name).toBeNull();
      }
    }
  });

  it('answers each scope as the document says', async () => {
    for (const route of routes.filter((candidate) => !isPublic(candidate))) {
      const wanted = route['x-required-scopes'] ?? [];
      for (const scope of ['read', 'write', 'admin'] as const) {
        const answer = await ask(route, credentials[scope]);
        const name = `${route.method} ${route.path} with ${scope}`;
        const allowed = wanted.every((one) => one === scope) && route['x-session-only'] !== true;
        expect([name, answer.status === 403, answer.status === 401]).toEqual([
          name,
          !allowed,
          false,
        ]);
        expect(answer.headers.get('ratelimit'), name).not.toBeNull();
        expect(answer.status, name).toBeLessThan(500);
      }
    }
  });

  it.each(UNDOCUMENTED)(
    'has beside it $method $pattern, which tells everybody the same',
    async ({ method, path, status, problem }) => {
      const cookie = await signIn(server);
      const everybody: readonly RequestParts[] = [
        ...Object.values(credentials),
        { key: `sk_${'a'.repeat(64)}` },
        { headers: { 'x-api-key': 'sk_x' } },
        { cookie },
        { cookie, origin: server.url },
        { cookie: `${cookie}x`, origin: 'https://evil.example' },
      ];
      const account = { name: 'Eve', email: 'eve@example.com', password: PASSWORD };
      for (const parts of everybody) {
        const answer = await call(server, path, {
          ...parts,
          method,
          ...(method === 'POST' && { json: account }),
        });
        expect([answer.status, problemOf(answer)]).toEqual([status, problem]);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
      await expect(signIn(server, PASSWORD, account.email)).rejects.toThrow('401');
    },
  );

  it('lets a session do everything, but change nothing from a foreign page', async () => {
    const shared = await signIn(server);
    // The routes about sessions come last: some of them end every session there is.
    const ordered = routes
      .filter((candidate) => !isPublic(candidate))
      .sort((a, b) => Number(a['x-session-only'] ?? false) - Number(b['x-session-only'] ?? false));
    for (const route of ordered) {
      const name = `${route.method} ${route.path}`;
      const cookie = route['x-session-only'] === true ? await signIn(server) : shared;
      if (route.method !== 'GET') {
        const foreign = await ask(route, { cookie, origin: 'https://evil.example' });
        expect([name, foreign.status]).toEqual([name, 403]);
      }
      const answer = await ask(route, { cookie, origin: server.url });
      expect([name, [401, 403].includes(answer.status)]).toEqual([name, false]);
      expect(answer.status, name).toBeLessThan(500);
    }
  });
});
