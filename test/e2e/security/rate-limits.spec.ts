import { describe, expect, it, vi } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { SMALL_PICTURE } from '../../support/signed-uploads.ts';
import { upload } from '../../support/upload.ts';
import { call, makeKey, problemOf, type Answer } from './requests.ts';

const DEFAULT = { env: { API_KEY_RATE_LIMIT: '100' } };

const putPicture = async (server: RunningServer, name: string, visibility: string) => {
  const { status } = await upload(server, [{ name, content: SMALL_PICTURE }], { visibility });
  expect(status).toBe(200);
};

/** What an answer tells, but for what each has of its own. */
const shapeOf = (answer: Answer | undefined) => ({
  status: answer?.status,
  headers: [...(answer?.headers.keys() ?? [])],
  body: answer?.text.replaceAll(/(?:private|missing)\.png/g, '').replace(/"requestId":"[^"]+"/, ''),
});

describe('the limit of a key', () => {
  it('is a hundred a minute over all routes together, for each key by itself, over a restart', async () => {
    await using server = await startServer(DEFAULT);
    const [one, other] = [
      await makeKey(server, { key: server.key }),
      await makeKey(server, { key: server.key }),
    ];
    const paths = ['/storage', '/health/database', '/api-keys/list'];
    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, index) =>
        call(server, paths[index % 3] ?? '', { key: one.key }),
      ),
    );
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited).toHaveLength(50);
    for (const answer of limited) {
      expect(problemOf(answer)).toBe('too-many-requests');
      const wait = Number(answer.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60);
    }
    const free = await call(server, '/storage', { key: other.key });
    expect(free.status).toBe(200);
    expect(free.headers.get('ratelimit')).toBe('"default";r=99;t=60');
    expect(free.headers.get('ratelimit-policy')).toBe('"default";q=100;w=60');
    expect(free.headers.get('x-ratelimit-limit')).toBe('100');
    expect(free.headers.get('x-ratelimit-remaining')).toBe('99');
    expect(free.headers.get('x-ratelimit-reset')).toBe('60');
    await server.stop();
    await using again = await startServer({ ...DEFAULT, dataDirectory: server.dataDirectory });
    expect((await call(again, '/storage', { key: one.key })).status).toBe(429);
    expect((await call(again, '/storage', { key: other.key })).status).toBe(200);
  });

  it('can be its own, and changed', async () => {
    await using server = await startServer(DEFAULT);
    const { id, key } = await makeKey(server, { key: server.key }, { rateLimit: 2 });
    const statuses = [];
    for (let index = 0; index < 3; index += 1) {
      statuses.push((await call(server, '/storage', { key })).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    await call(server, `/api-keys/${id}`, {
      key: server.key,
      method: 'PATCH',
      json: { rateLimit: null },
    });
    const answer = await call(server, '/storage', { key });
    expect([answer.status, answer.headers.get('x-ratelimit-limit')]).toEqual([200, '100']);
  });

  it('does not hold on public routes', async () => {
    await using server = await startServer({ env: { API_KEY_RATE_LIMIT: '1' } });
    for (let index = 0; index < 5; index += 1) {
      const answer = await call(server, '/health', { key: server.key });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('ratelimit')).toBeNull();
    }
    await putPicture(server, 'public.png', 'public');
    for (let index = 0; index < 3; index += 1) {
      const answer = await call(server, '/t/w_4,f_png/public.png', { key: server.key });
      expect([answer.status, answer.headers.get('ratelimit')]).toEqual([200, null]);
    }
  });

  it('holds where the key opens what is not for everybody, and is told', async () => {
    await using server = await startServer(DEFAULT);
    await putPicture(server, 'private.png', 'private');
    const { id, key } = await makeKey(server, { key: server.key }, { rateLimit: 3 });
    const answers = [];
    for (const path of ['/t/w_4,f_png', '/download', '/placeholder', '/t', '/t/w_4,f_png'])
      answers.push(await call(server, `${path}/private.png`, { key }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    expect(answers.map(({ headers }) => headers.get('ratelimit')?.replace(/;t=.*/, ''))).toEqual(
      [2, 1, 0, 0, 0].map((left) => `"default";r=${String(left)}`),
    );
    const [, , , refused] = answers;
    expect(refused && problemOf(refused)).toBe('too-many-requests');
    expect(refused?.headers.get('cache-control')).toBe('no-store');
    expect((await call(server, '/storage', { key })).status).toBe(429);
    expect((await call(server, '/t/private.png')).status).toBe(404);
    const blind = await makeKey(server, { key: server.key }, { scopes: ['write'], rateLimit: 1 });
    for (const route of ['/t/w_4,f_png', '/download', '/placeholder', '/video-status/w_4', '/t']) {
      const [there, missing] = await Promise.all(
        ['private.png', 'missing.png'].map((name) =>
          call(server, `${route}/${name}`, { key: blind.key }),
        ),
      );
      expect(there?.status).toBe(404);
      expect(shapeOf(there)).toEqual(shapeOf(missing));
    }
    await vi.waitFor(
      () => {
        const limited = server.logs.filter((line) => line.includes('"api_key.rate_limited"'));
        expect(limited.filter((line) => line.includes(`"keyId":"${id}"`))).toHaveLength(3);
      },
      { timeout: 20_000 },
    );
  });
});
