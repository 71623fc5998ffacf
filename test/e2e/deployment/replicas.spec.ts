import { Redis } from 'ioredis';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, openQueue, untilTrue } from '../../support/queue-client.ts';
import { startServer } from '../../support/server.ts';
import { startService, type RunningService } from '../../support/service.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';
import { readFile } from 'node:fs/promises';
import { call, makeKey, problemOf } from '../security/requests.ts';

describe('two API processes and two workers on one Redis, one Postgres and one bucket', () => {
  let service: RunningService;
  let photo: Buffer;

  beforeAll(async () => {
    photo = await noise(900, 600);
    service = await startService({ API_KEY_RATE_LIMIT: '100000' });
  }, 120_000);
  afterAll(() => service[Symbol.asyncDispose]());

  const key = () => ({ key: service.key });
  const uploadTo = (index: number, name: string, content = photo, fields = {}) =>
    upload({ url: service.api(index).url, key: service.key }, [{ name, content }], fields);
  const get = (index: number, path: string) => fetch(`${service.api(index).url}${path}`);

  it('made the first key once, though they started at the same time', () => {
    expect(service.apis.map((api) => api.key).filter((made) => made !== '')).toHaveLength(1);
  });

  it('take a key of the other at once, and refuse it at once when it is disabled', async () => {
    for (let round = 0; round < 5; round += 1) {
      const made = await makeKey(service.api(round % 2), key());
      const other = service.api((round + 1) % 2);
      expect((await call(other, '/storage', { key: made.key })).status).toBe(200);
      const askBoth = () =>
        Promise.all(service.apis.map((api) => call(api, '/storage', { key: made.key })));
      // Until both have it in whatever they remember.
      for (let count = 0; count < 3; count += 1)
        expect((await askBoth()).map(({ status }) => status)).toEqual([200, 200]);
      const change = { method: 'PATCH', ...key(), json: { enabled: false } };
      expect((await call(other, `/api-keys/${made.id}`, change)).status).toBe(200);
      for (const refused of await askBoth()) {
        expect([refused.status, problemOf(refused)]).toEqual([401, 'unauthenticated']);
      }
    }
  });

  it('count a key’s limit together', async () => {
    const made = await makeKey(service.api(0), key(), { rateLimit: 10 });
    const statuses: number[] = [];
    for (let count = 0; count < 14; count += 1) {
      statuses.push((await call(service.api(count % 2), '/storage', { key: made.key })).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(200), ...Array<number>(4).fill(429)]);
  });

  it('deliver what the other has stored, and list it', async () => {
    expect((await uploadTo(0, 'photo.jpg')).status).toBe(200);
    const transformed = await get(1, '/t/w_200,f_webp/photo.jpg');
    expect([transformed.status, transformed.headers.get('content-type')]).toEqual([
      200,
      'image/webp',
    ]);
    expect((await call(service.api(1), '/storage', key())).text).toContain('photo.jpg');
  });

  it('render a cold URL once, whichever of them is asked how often', async () => {
    const renders = async () => {
      const texts = await Promise.all(
        [0, 1].map(async (index) => (await get(index, '/metrics')).text()),
      );
      const counts = texts.map(
        (text) => /^openinary_transform_duration_seconds_count\{.*avif.*\} (\d+)/m.exec(text)?.[1],
      );
      return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
    };
    const before = await renders();
    for (let round = 0; round < 3; round += 1) {
      const path = `/t/w_${700 + round},e_blur:20,f_avif/photo.jpg`;
      const answers = await Promise.all(
        Array.from({ length: 10 }, async (_, count) => {
          const answer = await get(count % 2, path);
          await answer.arrayBuffer();
          return [answer.status, /desc=(\w+)/.exec(answer.headers.get('server-timing') ?? '')?.[1]];
        }),
      );
      expect(answers.every(([status]) => status === 200)).toBe(true);
      expect(answers.filter(([, origin]) => origin === 'miss')).toHaveLength(1);
      expect(await renders()).toBe(before + round + 1);
    }
  });

  it('see each other’s changes in the very next request: replaced, private, deleted, invalidated', async () => {
    for (let round = 0; round < 4; round += 1) {
      const [writer, reader] = [round % 2, (round + 1) % 2];
      const name = `change-${round}.png`;
      const path = `/t/w_20/${name}`;
      const colour = (background: string) =>
        sharp({ create: { width: 40, height: 40, channels: 3, background } })
          .png()
          .toBuffer();
      await uploadTo(writer, name, await colour('#f00'));
      // Warm in every memory there is.
      for (let count = 0; count < 3; count += 1) expect((await get(reader, path)).status).toBe(200);
      const before = (await get(reader, path)).headers.get('etag');
      await uploadTo(writer, name, await colour('#00f'), { overwrite: 'true' });
      const replaced = await get(reader, path);
      expect([replaced.status, replaced.headers.get('etag') === before]).toEqual([200, false]);
      const change = { method: 'PATCH', ...key(), json: { visibility: 'private' } };
      expect((await call(service.api(writer), `/storage/${name}`, change)).status).toBe(200);
      expect((await get(reader, path)).status).toBe(404);
      const open = { method: 'PATCH', ...key(), json: { visibility: 'public' } };
      await call(service.api(writer), `/storage/${name}`, open);
      expect((await get(reader, path)).status).toBe(200);
      const gone = await call(service.api(writer), `/invalidate/${name}`, {
        method: 'DELETE',
        ...key(),
      });
      expect(gone.status).toBe(200);
      const again = await get(reader, path);
      expect(again.headers.get('server-timing')).toContain('miss');
      await call(service.api(writer), `/storage/${name}`, { method: 'DELETE', ...key() });
      expect((await get(reader, path)).status).toBe(404);
    }
  });

  it('write in one order: many uploads of one name through both give each a name, and totals agree', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, count) =>
        uploadTo(count % 2, 'same.jpg', photo, { folder: 'race' }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(12).fill(200));
    const names = new Set(answers.flatMap(({ body }) => body.files?.map(({ path }) => path)));
    expect(names.size).toBe(12);
    const moves = await Promise.all(
      [0, 1].map((index) =>
        call(service.api(index), '/storage/race/move', {
          ...key(),
          json: { destination: `moved-${index}` },
        }),
      ),
    );
    expect(moves.map(({ status }) => status).sort()).toEqual([201, 404]);
    const removed = await call(service.api(1), '/storage/moved-0?recursive=true', {
      method: 'DELETE',
      ...key(),
    });
    const other = await call(service.api(0), '/storage/moved-1?recursive=true', {
      method: 'DELETE',
      ...key(),
    });
    expect([removed.status, other.status].sort()).toEqual([200, 404]);
    const totals = async () =>
      (await call(service.api(0), '/storage/stats', key())).body as {
        storage: { fileCount: number };
      };
    const { storage } = await totals();
    expect(storage.fileCount).toBe(
      service.s3.keys.filter((name) => name.startsWith('originals/')).length,
    );
  });

  it('share the jobs among the workers, and each tells of all', async () => {
    await using directory = await temporaryDirectory();
    const clip = await makeClip(directory.path, 'clip.mp4', {
      width: 480,
      height: 270,
      duration: 2,
    });
    await uploadTo(0, 'clip.mp4', await readFile(clip));
    const done = new Set<unknown>();
    const following = await openQueue(
      { url: service.url, key: '' },
      (events) => {
        for (const { name, data } of events) if (name === 'job:completed') done.add(data['jobId']);
        return done.size === 8;
      },
      { seconds: 50, key: service.key },
    );
    await untilTrue(async () => {
      const api = { url: service.api(1).url, key: service.key };
      return (
        (await ask<{ workers: unknown[] }>(api, 'GET', '/queue/worker/stats')).body.workers
          .length === 2
      );
    });
    for (let count = 0; count < 8; count += 1) {
      expect((await get(count % 2, `/t/w_${100 + 2 * count}/clip.mp4`)).status).toBe(202);
    }
    const events = await following.events;
    const started = events.filter(({ name }) => name === 'job:started');
    expect(new Set(started.map(({ data }) => data['workerId'])).size).toBe(2);
    expect(started).toHaveLength(8);
    for (const index of [0, 1]) expect((await get(index, '/t/w_100/clip.mp4')).status).toBe(200);
  }, 120_000);

  it('does not let a second API process start on SQLite', async () => {
    await using first = await startServer({ env: { ROLE: 'api', REDIS_URL: service.redis.url } });
    await expect(
      startServer({ env: { ROLE: 'all', REDIS_URL: service.redis.url } }),
    ).rejects.toThrow(/another API process runs on this Redis.*set DATABASE_URL/);
    expect((await call(first, '/health/live')).status).toBe(200);
    // As one finds it that was stopped for so long that it was taken for dead.
    const redis = new Redis(service.redis.url);
    await redis.set('openinary:api-on-sqlite', 'another');
    redis.disconnect();
    await untilTrue(() => Promise.resolve(first.process.exitCode !== null));
    await first.stop();
    expect(first.logs.join('\n')).toContain('another API process has started on this Redis');
  });
});

function noise(width: number, height: number): Promise<Buffer> {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#777',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .jpeg()
    .toBuffer();
}
