import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../support/server.ts';
import { upload } from '../support/upload.ts';

const fixture = (name: string) => readFile(join(import.meta.dirname, '../fixtures/images', name));

describe('the main job', () => {
  let server: RunningServer;
  let photo: Buffer;
  beforeAll(async () => {
    server = await startServer();
    photo = await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#3a7' } })
      .jpeg()
      .toBuffer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('stores a photograph and delivers it transformed', async () => {
    const { status, body } = await upload(server, [{ name: 'photo.jpg', content: photo }]);
    expect(status).toBe(200);
    expect(body.files).toMatchObject([
      { path: 'photo.jpg', width: 1200, height: 800, url: '/t/photo.jpg' },
    ]);
    const response = await fetch(`${server.url}/t/w_400,h_300,c_fill,g_auto,f_webp/photo.jpg`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/webp');
    const result = await sharp(await response.arrayBuffer()).metadata();
    expect([result.format, result.width, result.height]).toEqual(['webp', 400, 300]);
  });

  it('delivers the original byte for byte', async () => {
    await upload(server, [{ name: 'same.jpg', content: photo }]);
    const response = await fetch(`${server.url}/t/same.jpg`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(photo);
    const download = await fetch(`${server.url}/download/same.jpg`);
    expect(download.headers.get('content-disposition')).toBe('attachment; filename=same.jpg');
    expect(Buffer.from(await download.arrayBuffer())).toEqual(photo);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'turns a photograph with EXIF orientation %i upright',
    async (orientation) => {
      const name = `landscape_${orientation}.jpg`;
      await upload(server, [{ name, content: await fixture(`orientation/${name}`) }]);
      const { data, info } = await sharp(await bytes(`/t/w_60,f_png/${name}`))
        .raw()
        .toBuffer({ resolveWithObject: true });
      const upright = await sharp(await fixture('orientation/landscape_1.jpg'))
        .resize(info.width, info.height, { fit: 'fill' })
        .raw()
        .toBuffer();
      expect(info.width).toBe(60);
      expect(meanDifference(data, upright)).toBeLessThan(12);
    },
  );

  it('renders at upload what is asked for', async () => {
    const { body } = await upload(server, [{ name: 'warm.jpg', content: photo }], {
      transformations: ['w_64,f_png', 'w_oops'],
    });
    expect(body.files?.[0]?.prewarmedUrls).toEqual(['/t/w_64,f_png/warm.jpg']);
    expect(body.files?.[0]?.prewarmErrors?.[0]?.transformation).toBe('w_oops');
    const response = await fetch(`${server.url}/t/f_png,w_64/warm.jpg`);
    expect(response.headers.get('server-timing')).toBe('cache;desc=hit');
  });

  it('lists, describes and deletes', async () => {
    await upload(server, [{ name: 'a.jpg', content: photo }], { folder: 'album/one' });
    await bytes('/t/w_50/album/one/a.jpg');
    expect(await json('/storage?path=album&depth=2')).toMatchObject({
      path: 'album',
      folders: [{ name: 'one', files: [{ path: 'album/one/a.jpg', contentType: 'image/jpeg' }] }],
    });
    expect(await json('/storage/album/one/a.jpg/metadata')).toMatchObject({
      width: 1200,
      height: 800,
      frames: 1,
    });
    expect(await json('/storage/album/one/a.jpg', 'DELETE')).toMatchObject({
      success: true,
      details: { filesDeleted: 1, variantsDeleted: 1 },
    });
    expect((await fetch(`${server.url}/t/w_50/album/one/a.jpg`)).status).toBe(404);
    expect((await fetch(`${server.url}/t/album/one/a.jpg`)).status).toBe(404);
  });

  it('keeps everything over a restart', async () => {
    await upload(server, [{ name: 'kept.jpg', content: photo }]);
    await bytes('/t/w_70,f_webp/kept.jpg');
    expect(await server.stop()).toBe(0);
    const again = await startServer({ dataDirectory: server.dataDirectory });
    const response = await fetch(`${again.url}/t/w_70,f_webp/kept.jpg`);
    expect(response.headers.get('server-timing')).toBe('cache;desc=hit');
    const listed = await fetch(`${again.url}/storage`, { headers: { 'X-API-Key': server.key } });
    expect(listed.status).toBe(200);
    await again.stop();
  });

  async function bytes(path: string): Promise<Buffer> {
    const response = await fetch(`${server.url}${path}`);
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  }

  async function json(path: string, method = 'GET'): Promise<unknown> {
    const headers = { Authorization: `Bearer ${server.key}` };
    const response = await fetch(`${server.url}${path}`, { method, headers });
    expect(response.status).toBe(200);
    return response.json();
  }
});

function meanDifference(a: Buffer, b: Buffer): number {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
}
