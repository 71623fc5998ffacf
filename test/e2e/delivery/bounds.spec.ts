import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { uploadFixtures } from '../../support/fixtures.ts';
import { startServer } from '../../support/server.ts';

describe('delivery with little room', () => {
  it('says that it is too busy, and still answers hits', async () => {
    await using server = await startServer({
      env: { RENDER_CONCURRENCY: '1', RENDER_QUEUE_MAX: '1' },
    });
    await uploadFixtures(server, 'photo.jpg');
    await fetch(`${server.url}/t/w_30,f_png/photo.jpg`);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        fetch(`${server.url}/t/w_${1000 + index},f_avif/photo.jpg`),
      ),
    );
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect((await fetch(`${server.url}/t/w_30,f_png/photo.jpg`)).status).toBe(200);
  });

  it('holds the cache below its bound, and renders again what was evicted', async () => {
    const bound = 200_000;
    await using server = await startServer({
      env: { CACHE_MAX_BYTES: String(bound), CACHE_MEMORY_BYTES: '0' },
    });
    await uploadFixtures(server, 'photo.jpg');
    for (let width = 200; width < 230; width += 1) {
      expect((await fetch(`${server.url}/t/w_${width},f_png/photo.jpg`)).status).toBe(200);
    }
    const cache = join(server.dataDirectory, 'cache');
    const sizes = async () => {
      const names = await readdir(cache, { recursive: true });
      return names
        .map((name) => Number(name.split('.').at(-2) ?? 0))
        .reduce((sum, size) => sum + (size || 0), 0);
    };
    await expect.poll(sizes, { timeout: 5_000 }).toBeLessThanOrEqual(bound);
    const again = await fetch(`${server.url}/t/w_200,f_png/photo.jpg`);
    expect(again.status).toBe(200);
    expect((await sharp(await again.arrayBuffer()).metadata()).width).toBe(200);
  });
});

describe('delivery to a client that asks for much', () => {
  it('renders up to its budget, then says when to come back; what is rendered stays free', async () => {
    await using server = await startServer({ env: { PUBLIC_RENDER_RATE: '3' } });
    await uploadFixtures(server, 'photo.jpg');
    const widths = [31, 32, 33, 34];
    const statuses: number[] = [];
    for (const width of widths) {
      statuses.push((await fetch(`${server.url}/t/w_${width},f_png/photo.jpg`)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await fetch(`${server.url}/t/w_35,f_png/photo.jpg`);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ type: '/problems/too-many-requests' });
    for (let round = 0; round < 5; round += 1) {
      expect((await fetch(`${server.url}/t/w_31,f_png/photo.jpg`)).status).toBe(200);
    }
    // A forged address of origin buys no second budget.
    const forged = await fetch(`${server.url}/t/w_36,f_png/photo.jpg`, {
      headers: { 'X-Forwarded-For': '203.0.113.9' },
    });
    expect(forged.status).toBe(429);
  });
});
