import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from 'blurhash';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask } from '../../support/storage-client.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/images');

interface ShownPlaceholder {
  readonly width: number;
  readonly height: number;
  readonly dominantColor: string;
  readonly blurhash: string;
  readonly thumbhash: string;
  readonly lqip: string;
}

describe('placeholders', () => {
  let server: RunningServer;
  let image: Buffer;
  beforeAll(async () => {
    server = await startServer({ env: { PUBLIC_RENDER_RATE: '3' } });
    image = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#1e90ff' } })
      .jpeg()
      .toBuffer();
    await upload(server, [{ name: 'sky é.jpg', content: image }], { folder: 'in' });
    await upload(server, [{ name: 'hidden.jpg', content: image }], { visibility: 'private' });
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${server.url}/placeholder/${path}`, { headers });
  const problem = async (response: Response) => [
    response.status,
    ((await response.json()) as { type: string }).type,
  ];

  it('tell size and looks, and are cached like what is delivered', async () => {
    const response = await get('in/sky%20%C3%A9.jpg');
    const body = (await response.json()) as ShownPlaceholder;
    expect(response.status).toBe(200);
    expect(Object.keys(body).toSorted()).toEqual(
      ['blurhash', 'dominantColor', 'height', 'lqip', 'thumbhash', 'width'].toSorted(),
    );
    expect(body).toMatchObject({ width: 640, height: 360 });
    expect(body.dominantColor).toMatch(/^#(1[c-f]|20)(8[e-f]|9[0-2])f[c-f]$/);
    expect(decode(body.blurhash, 1, 1)[2]).toBeGreaterThan(240);
    expect(body.lqip).toMatch(/^data:image\/webp;base64,/);
    const { headers } = response;
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('cache-control')).toMatch(/^public, max-age=86400/);
    expect(headers.get('etag')).toMatch(/^"[\w-]+"$/);
    const again = await get('in/sky%20%C3%A9.jpg', {
      'If-None-Match': headers.get('etag') ?? '',
    });
    expect(again.status).toBe(304);
    expect(again.headers.get('server-timing')).toContain('hit');
    const head = await fetch(response.url, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(headers.get('content-length'));
  });

  it('may be kept for good under the version of the asset', async () => {
    const { body } = await ask(server, '/storage/in/sky%20%C3%A9.jpg/metadata');
    const version = String(body['version']);
    const { headers } = await get(`in/sky%20%C3%A9.jpg?v=${version}`);
    expect(headers.get('cache-control')).toMatch(/immutable/);
  });

  it('are made once, also for many at a time, and go with the asset', async () => {
    await upload(server, [{ name: 'gone.jpg', content: image }]);
    const answers = await Promise.all(Array.from({ length: 8 }, () => get('gone.jpg')));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(8).fill(200));
    const made = answers.filter(({ headers }) => headers.get('server-timing')?.includes('miss'));
    expect(made.length).toBeLessThanOrEqual(1);
    const kept = async () =>
      (await readdir(join(server.dataDirectory, 'cache'), { recursive: true })).filter((name) =>
        name.endsWith('.json'),
      ).length;
    const before = await kept();
    await ask(server, '/storage/gone.jpg', 'DELETE');
    expect(await kept()).toBe(before - 1);
    expect((await get('gone.jpg')).status).toBe(404);
  });

  it('follow the asset when it is replaced', async () => {
    const red = await sharp({ create: { width: 10, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    await upload(server, [{ name: 'swap.png', content: red }]);
    const key = { 'X-API-Key': server.key };
    const first = (await (await get('swap.png', key)).json()) as ShownPlaceholder;
    const blue = await sharp(red).resize(30, 30).negate().png().toBuffer();
    await upload(server, [{ name: 'swap.png', content: blue }], { overwrite: 'true' });
    expect(first).toMatchObject({ width: 10, height: 20, dominantColor: '#ff0000' });
    // The third and last of this minute's budget was the one before.
    expect(await problem(await get('swap.png'))).toEqual([429, '/problems/too-many-requests']);
    expect((await get('in/sky%20%C3%A9.jpg')).status).toBe(200);
  });

  it('of a private asset are nobody’s without a credential', async () => {
    expect(await problem(await get('hidden.jpg'))).toEqual([404, '/problems/unknown-asset']);
    expect(await problem(await get('hidden.jpg'))).toEqual(await problem(await get('nothing.jpg')));
  });

  it.each([
    ['../secret.jpg', 404],
    ['%2e%2e/secret.jpg', 404],
    ['a%2fb.jpg', 400],
    ['a%00.jpg', 400],
    ['%zz.jpg', 400],
    ['w_100/in/sky.jpg', 404],
    [`${'x'.repeat(300)}.jpg`, 400],
  ])('of %s are a problem', async (path, status) => {
    const response = await get(path);
    expect([400, 404].includes(response.status) && response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('are there for HEIC, PSD, SVG and animations; damage and models have none', async () => {
    await using other = await startServer();
    const names = ['photo.heic', 'photo.psd', 'drawing.svg', 'animation.gif', 'photo-16bit.png'];
    for (const name of names) {
      await upload(other, [{ name, content: await readFile(join(FIXTURES, name)) }]);
      const response = await fetch(`${other.url}/placeholder/${name}`);
      expect([name, response.status]).toEqual([name, 200]);
      const body = (await response.json()) as ShownPlaceholder;
      const { body: facts } = await ask(other, `/storage/${name}/metadata`);
      expect([body.width, body.height]).toEqual([facts['width'], facts['height']]);
    }
    const photo = await readFile(join(FIXTURES, 'photo.jpg'));
    const cut = photo.subarray(0, photo.length / 3);
    await upload(other, [{ name: 'cut.jpg', content: cut }]);
    expect(await problem(await fetch(`${other.url}/placeholder/cut.jpg`))).toEqual([
      422,
      '/problems/unprocessable-asset',
    ]);
    await upload(other, [{ name: 'point.obj', content: 'v 0 0 0\n' }]);
    expect(await problem(await fetch(`${other.url}/placeholder/point.obj`))).toEqual([
      400,
      '/problems/transformation-not-available',
    ]);
  });

  it('show the poster of a video', async () => {
    await using other = await startServer();
    const clip = await makeClip(join(other.dataDirectory, 'tmp'), 'clip.mp4', { duration: 1 });
    await upload(other, [{ name: 'clip.mp4', content: await readFile(clip) }]);
    const response = await fetch(`${other.url}/placeholder/clip.mp4`);
    expect(response.status).toBe(200);
    expect(((await response.json()) as ShownPlaceholder).width).toBe(320);
  });
});
