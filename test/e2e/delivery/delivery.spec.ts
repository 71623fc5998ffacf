import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../../support/raw-request.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';

const fixture = (name: string) =>
  readFile(join(import.meta.dirname, '../../fixtures/images', name));

describe('delivery', () => {
  let server: RunningServer;
  let version: string | undefined;
  beforeAll(async () => {
    server = await startServer();
    const names = [
      'photo.jpg',
      'alpha.png',
      'animation.gif',
      'drawing.svg',
      'photo.heic',
      'photo.psd',
    ];
    const files = await Promise.all(
      names.map(async (name) => ({ name, content: await fixture(name) })),
    );
    const { status, body } = await upload(server, files);
    expect(status).toBe(200);
    version = body.files?.[0]?.version;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${server.url}${path}`, { method, headers });

  describe('a variant', () => {
    const path = '/t/w_100,f_webp/photo.jpg';

    it('comes with validators, a lifetime and its origin', async () => {
      const miss = await get('/t/w_101,f_webp/photo.jpg');
      expect(miss.headers.get('server-timing')).toMatch(/^cache;desc=miss, render;dur=\d/);
      const hit = await get('/t/w_101,f_webp/photo.jpg');
      expect(hit.headers.get('server-timing')).toBe('cache;desc=hit');
      for (const { headers } of [miss, hit]) {
        expect(headers.get('etag')).toMatch(/^"[\w-]{20,}"$/);
        expect(headers.get('cache-control')).toMatch(/^public, max-age=86400/);
        expect(headers.get('accept-ranges')).toBe('bytes');
        expect(headers.get('last-modified')).not.toBeNull();
        expect(headers.get('access-control-allow-origin')).toBe('*');
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
        expect(headers.get('vary')).toBeNull();
      }
      expect(await hit.bytes()).toEqual(await miss.bytes());
    });

    it('is not sent again to who has it', async () => {
      const etag = (await get(path)).headers.get('etag') ?? '';
      for (const given of [etag, `"other", ${etag}`, '*', `W/${etag}`]) {
        const { status } = await get(path, { 'If-None-Match': given });
        expect(status).toBe(304);
      }
      expect((await get(path, { 'If-None-Match': '"other"' })).status).toBe(200);
      const modified = (await get(path)).headers.get('last-modified') ?? '';
      expect((await get(path, { 'If-Modified-Since': modified })).status).toBe(304);
    });

    it('is sent in part', async () => {
      const whole = Buffer.from(await (await get(path)).arrayBuffer());
      const part = await get(path, { Range: 'bytes=10-19' });
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes 10-19/${whole.length}`);
      expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(10, 20));
      const end = await get(path, { Range: 'bytes=-5' });
      expect(Buffer.from(await end.arrayBuffer())).toEqual(whole.subarray(-5));
      const all = await get(path, { Range: 'bytes=-9999999' });
      expect(all.status).toBe(206);
      expect(Buffer.from(await all.arrayBuffer())).toEqual(whole);
      const beyond = await get(path, { Range: 'bytes=9999999-' });
      expect(beyond.status).toBe(416);
      expect(beyond.headers.get('content-range')).toBe(`bytes */${whole.length}`);
      expect(await beyond.json()).toMatchObject({ type: '/problems/range-not-satisfiable' });
      expect((await get(path, { Range: 'lines=1-2' })).status).toBe(200);
      const stale = await get(path, { Range: 'bytes=0-1', 'If-Range': '"other"' });
      expect(stale.status).toBe(200);
    });

    it('answers HEAD as GET, without a body', async () => {
      const whole = await get(path);
      const head = await get(path, {}, 'HEAD');
      expect(head.status).toBe(200);
      expect(await head.text()).toBe('');
      for (const name of [
        'etag',
        'content-length',
        'content-type',
        'cache-control',
        'last-modified',
      ]) {
        expect(head.headers.get(name)).toBe(whole.headers.get(name));
      }
    });

    it('may be kept for good when the URL names the version', async () => {
      const current = await get(`${path}?v=${version ?? ''}`);
      expect(current.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect((await get(`${path}?v=old`)).headers.get('cache-control')).not.toContain('immutable');
    });
  });

  describe('an original', () => {
    it('is sent in part and validated', async () => {
      const content = await fixture('photo.jpg');
      const part = await get('/t/photo.jpg', { Range: 'bytes=100-199' });
      expect(part.status).toBe(206);
      expect(Buffer.from(await part.arrayBuffer())).toEqual(content.subarray(100, 200));
      expect((await get('/t/photo.jpg', { 'If-None-Match': `"${version ?? ''}"` })).status).toBe(
        304,
      );
    });

    it('that could run scripts is never shown as a page', async () => {
      const { headers } = await get('/t/drawing.svg');
      expect(headers.get('content-type')).toBe('image/svg+xml');
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      expect(headers.get('content-security-policy')).toContain('sandbox');
      const drawn = await get('/t/w_80/drawing.svg', { Accept: 'image/webp' });
      expect(drawn.headers.get('content-type')).toBe('image/webp');
    });
  });

  describe('negotiation', () => {
    it.each([
      ['image/avif,image/webp,*/*', 'photo.jpg', 'image/avif'],
      ['image/webp,*/*', 'photo.jpg', 'image/webp'],
      ['image/avif;q=0,image/webp', 'photo.jpg', 'image/webp'],
      ['image/*,*/*;q=0.8', 'photo.jpg', 'image/jpeg'],
      ['*/*', 'alpha.png', 'image/png'],
      ['image/avif,image/webp', 'animation.gif', 'image/webp'],
      ['*/*', 'animation.gif', 'image/gif'],
    ])('of %s for %s gives %s', async (accept, name, type) => {
      const { headers } = await get(`/t/w_48/${name}`, { Accept: accept });
      expect(headers.get('content-type')).toBe(type);
      expect(headers.get('vary')).toBe('Accept');
    });

    it('never mixes clients up, however often they ask', async () => {
      for (let round = 0; round < 3; round += 1) {
        for (const [accept, type] of [
          ['image/webp', 'image/webp'],
          ['*/*', 'image/jpeg'],
        ] as const) {
          const { headers } = await get('/t/w_44/photo.jpg', { Accept: accept });
          expect(headers.get('content-type')).toBe(type);
        }
      }
    });

    it('of f_auto serves the smallest of what is accepted', async () => {
      const automatic = await get('/t/w_120,f_auto/photo.jpg', { Accept: 'image/avif,image/webp' });
      const sizes = await Promise.all(
        ['avif', 'webp', 'jpeg'].map(
          async (format) => (await (await get(`/t/w_120,f_${format}/photo.jpg`)).bytes()).length,
        ),
      );
      expect((await automatic.bytes()).length).toBe(Math.min(...sizes));
    });

    it('of dpr_auto follows the hint, and says so', async () => {
      const answer = await get('/t/w_50,dpr_auto,f_png/photo.jpg', { 'Sec-CH-DPR': '2.0' });
      expect(answer.headers.get('vary')).toBe('Sec-CH-DPR, DPR');
      expect((await sharp(await answer.arrayBuffer()).metadata()).width).toBe(100);
      const plain = await get('/t/w_50,dpr_auto,f_png/photo.jpg');
      expect((await sharp(await plain.arrayBuffer()).metadata()).width).toBe(50);
    });
  });

  it('renders a cold URL once, however many ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => get('/t/w_777,f_jpeg/photo.jpg')),
    );
    const origins = answers.map(({ headers }) => headers.get('server-timing')?.split(/[=,]/)[1]);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(origins.filter((origin) => origin === 'miss')).toHaveLength(1);
  });

  it('keeps spellings of one transformation as one variant', async () => {
    await get('/t/w_66,h_55,c_fill,f_png/photo.jpg');
    for (const spelling of [
      'f_png,h_55,w_66',
      'c_fill,f_png,h_55,w_66,g_center,dpr_1.0',
      'w_66,h_55,f_png,q_auto:good',
    ]) {
      const { headers } = await get(`/t/${spelling}/photo.jpg`);
      expect(headers.get('server-timing')).toBe('cache;desc=hit');
    }
  });

  it.each(['photo.heic', 'photo.psd'])(
    'transforms %s, and hands it out as it came',
    async (name) => {
      const variant = await get(`/t/w_90,f_jpeg/${name}`);
      expect((await sharp(await variant.arrayBuffer()).metadata()).width).toBe(90);
      expect(Buffer.from(await (await get(`/t/${name}`)).arrayBuffer())).toEqual(
        await fixture(name),
      );
    },
  );

  it('serves the new bytes as soon as an asset is replaced, and none once it is deleted', async () => {
    const square = (background: string) =>
      sharp({ create: { width: 20, height: 20, channels: 3, background } })
        .png()
        .toBuffer();
    const colour = async () => {
      const answer = await get('/t/w_10,f_png/swap.png');
      return [
        ...(
          await sharp(await answer.arrayBuffer())
            .raw()
            .toBuffer()
        ).subarray(0, 3),
      ];
    };
    await upload(server, [{ name: 'swap.png', content: await square('#ff0000') }]);
    expect(await colour()).toEqual([255, 0, 0]);
    await upload(server, [{ name: 'swap.png', content: await square('#0000ff') }], {
      overwrite: 'true',
    });
    expect(await colour()).toEqual([0, 0, 255]);
    await get('/storage/swap.png', { 'X-API-Key': server.key }, 'DELETE');
    expect((await get('/t/w_10,f_png/swap.png')).status).toBe(404);
  });

  describe('bad input', () => {
    it.each([
      ['/t/w_abc/photo.jpg', ['w']],
      ['/t/w_0,h_-1,q_500/photo.jpg', ['w', 'h', 'q']],
      ['/t/w_99999/photo.jpg', ['w']],
      ['/t/w_10,w_20/photo.jpg', ['w']],
      ['/t/c_unknown,w_10/photo.jpg', ['c']],
    ])('%s names what is wrong', async (path, parameters) => {
      const answer = await get(path);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      const problem = (await answer.json()) as { errors: { parameter: string; message: string }[] };
      expect(problem.errors.map(({ parameter }) => parameter).toSorted()).toEqual(
        parameters.toSorted(),
      );
      expect(problem.errors.every(({ message }) => message.length > 0)).toBe(true);
    });

    it('reads a folder that looks like a step as a folder, when an asset lies there', async () => {
      await upload(server, [{ name: 'a.png', content: await fixture('alpha.png') }], {
        folder: 'w_photos',
      });
      expect((await get('/t/w_photos/a.png')).status).toBe(200);
      expect((await get('/t/w_20/w_photos/a.png')).status).toBe(200);
      expect((await get('/t/w_photos/b.png')).status).toBe(400);
    });

    it.each(['/t/nothing.jpg', '/t/w_100/nothing.jpg', '/download/nothing.jpg', '/nothing'])(
      '%s is a 404 that is not cached',
      async (path) => {
        const answer = await get(path);
        expect(answer.status).toBe(404);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        expect(await answer.json()).toMatchObject({ status: 404, instance: path });
      },
    );

    it.each([
      '/t/../../../../etc/passwd',
      '/t/%2e%2e/%2e%2e/etc/passwd',
      '/t/..%2f..%2fetc%2fpasswd',
      '/t/w_100/..%5c..%5cetc/passwd',
      '/t/%252e%252e/%252e%252e/etc/passwd',
      '/t/%00photo.jpg',
      '/t/photo.jpg%00.png',
      '/t/%c0%ae%c0%ae/passwd',
      '/t/%zz',
      '/t//photo.jpg',
      '/t/./photo.jpg',
      '/t/',
      `/t/${'a/'.repeat(2000)}b.jpg`,
      `/t/${'w_1,'.repeat(1500)}w_1/photo.jpg`,
      `/t/${'w_100/'.repeat(50)}photo.jpg`,
      '/download/../auth.db',
      '/download/..%2fauth.db',
      '/t/../auth.db',
    ])('%s gets a client error and no file', async (path) => {
      const { status, headers, body } = await rawRequest(server.url, path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(body.toString()).not.toContain(server.dataDirectory);
    });

    it('answers a wrong method with those that are right', async () => {
      const answer = await get('/t/photo.jpg', {}, 'POST');
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET, HEAD');
    });

    it('refuses a truncated photograph instead of showing half of it', async () => {
      const content = await fixture('photo.jpg');
      const { status } = await upload(server, [
        { name: 'half.jpg', content: content.subarray(0, content.length / 2) },
      ]);
      if (status !== 200) return;
      const answer = await get('/t/w_50,f_png/half.jpg');
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ type: '/problems/unprocessable-asset' });
    });
  });
});

describe('delivery with little room', () => {
  it('says that it is too busy, and still answers hits', async () => {
    await using server = await startServer({
      env: { RENDER_CONCURRENCY: '1', RENDER_QUEUE_MAX: '1' },
    });
    await upload(server, [{ name: 'photo.jpg', content: await fixture('photo.jpg') }]);
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
    await upload(server, [{ name: 'photo.jpg', content: await fixture('photo.jpg') }]);
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
    await upload(server, [{ name: 'photo.jpg', content: await fixture('photo.jpg') }]);
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
