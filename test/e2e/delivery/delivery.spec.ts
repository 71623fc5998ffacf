import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, uploadFixtures } from '../../support/fixtures.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';

describe('delivery', () => {
  let server: RunningServer;
  let version: string | undefined;
  beforeAll(async () => {
    server = await startServer();
    const files = await uploadFixtures(
      server,
      'photo.jpg',
      'drawing.svg',
      'photo.heic',
      'photo.psd',
    );
    version = files[0]?.version;
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
});
