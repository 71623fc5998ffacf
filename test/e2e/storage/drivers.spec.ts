import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask, listAll } from '../../support/storage-client.ts';
import { startStore, STORES, type RunningStore } from '../../support/stores.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

const run = promisify(execFile);

// What a user does looks the same wherever originals lie.
describe.each(STORES)('a day with %s', (kind) => {
  let store: RunningStore;
  let server: RunningServer;
  let image: Buffer;
  beforeAll(async () => {
    store = await startStore(kind);
    server = await startServer({ env: store.environment });
    image = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  const put = async (path: string, fields: Readonly<Record<string, string>> = {}) => {
    const [name = '', ...above] = path.split('/').reverse();
    const folder = above.reverse().join('/');
    const answer = await upload(server, [{ name, content: image }], { folder, ...fields });
    expect([answer.status, answer.body.files?.[0]?.path]).toEqual([200, path]);
  };
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${server.url}${path}`, { headers });
    return { response, status: response.status, bytes: Buffer.from(await response.bytes()) };
  };
  const statusOf = async (path: string) => (await get(path)).status;

  it('is ready', async () => {
    const { body, status } = await ask(server, '/health/ready');
    expect([status, body['components']]).toMatchObject([200, { storage: { status: 'up' } }]);
  });

  it('stores, and delivers the original whole and in part, and variants', async () => {
    await put('day/é one.png', { tags: 'harbour' });
    const path = `/t/day/${encodeURIComponent('é one.png')}`;
    expect((await get(path)).bytes).toEqual(image);
    const part = await get(path, { Range: 'bytes=1-3' });
    expect([part.status, part.bytes.toString()]).toEqual([206, 'PNG']);
    const variant = await get(path.replace('/t/', '/t/w_30,f_webp/'));
    expect(await sharp(variant.bytes).metadata()).toMatchObject({ width: 30, format: 'webp' });
    expect((await get(path.replace('/t/', '/download/'))).bytes).toEqual(image);
    const { body } = await ask(server, `/storage/day/${encodeURIComponent('é one.png')}/metadata`);
    expect(body).toMatchObject({ width: 60, tags: ['harbour'], size: image.length });
  });

  it('gives the second of one name another, and replaces when asked to', async () => {
    await put('twice/a.png');
    const [again, other] = await Promise.all([
      upload(server, [{ name: 'a.png', content: image }], { folder: 'twice' }),
      upload(server, [{ name: 'a.png', content: image }], { folder: 'twice' }),
    ]);
    expect(new Set([again.body.files?.[0]?.path, other.body.files?.[0]?.path]).size).toBe(2);
    const content = await sharp(image).negate().png().toBuffer();
    await upload(server, [{ name: 'a.png', content }], { folder: 'twice', overwrite: 'true' });
    expect((await get('/t/twice/a.png')).bytes).toEqual(content);
    expect(await listAll(server, 'path=twice')).toHaveLength(3);
  });

  it('arranges assets and folders', async () => {
    for (const name of ['a', 'b', 'sub/c']) await put(`arrange/${name}.png`);
    await ask(server, '/storage/folders', 'POST', { path: 'arrange/empty' });
    const move = (path: string, destination: string) =>
      ask(server, `/storage/${path}/move`, 'POST', { destination });
    expect((await move('arrange/a.png', 'arrange/b.png')).status).toBe(409);
    expect((await move('arrange', 'arrange/sub/')).status).toBe(409);
    expect((await move('arrange/a.png', 'arrange/sub/')).status).toBe(201);
    expect(await statusOf('/t/arrange/a.png')).toBe(404);
    expect(await statusOf('/t/w_10,f_png/arrange/sub/a.png')).toBe(200);
    const copied = await ask(server, '/storage/arrange/copy', 'POST', { destination: 'copied' });
    expect([copied.status, copied.body]).toMatchObject([201, { fileCount: 3 }]);
    expect((await move('arrange', 'archive/2025')).status).toBe(201);
    expect(await listAll(server, 'path=archive/2025')).toEqual([
      'archive/2025/empty/',
      'archive/2025/sub/',
      'archive/2025/b.png',
    ]);
    expect(await listAll(server, 'path=copied')).toEqual([
      'copied/empty/',
      'copied/sub/',
      'copied/b.png',
    ]);
    expect(await statusOf('/t/archive/2025/sub/a.png')).toBe(200);
    expect((await ask(server, '/storage/archive/2025', 'DELETE')).status).toBe(409);
    expect((await ask(server, '/storage/archive/2025/b.png', 'DELETE')).status).toBe(200);
    expect((await ask(server, '/storage/archive/2025?recursive=true', 'DELETE')).status).toBe(200);
    expect(await listAll(server, 'path=archive')).toEqual([]);
    expect(await listAll(server, '')).toContain('archive/');
    expect(await statusOf('/t/archive/2025/sub/a.png')).toBe(404);
  });

  it('hides what is private, wherever it is moved', async () => {
    await put('vault/a.png', { visibility: 'private' });
    await ask(server, '/storage/vault/move', 'POST', { destination: 'safe' });
    for (const path of ['/t/safe/a.png', '/t/w_10,f_png/safe/a.png', '/t/vault/a.png'])
      expect(await statusOf(path)).toBe(404);
    const { body } = await ask(server, '/sign', 'POST', { path: 'safe/a.png' });
    expect(await statusOf(new URL(String(body['url']), server.url).pathname)).toBe(200);
  });

  it('packs a folder into an archive', async () => {
    await put('box/a.png');
    await put('box/sub/b.png');
    const response = await fetch(`${server.url}/download-folder/box`, {
      headers: { 'X-API-Key': server.key },
    });
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'box.zip');
    await writeFile(file, await response.bytes());
    const { stdout } = await run('python3', ['-m', 'zipfile', '-l', file]);
    expect(stdout).toContain('box/sub/b.png');
    await run('python3', ['-m', 'zipfile', '-t', file]);
  });

  it('takes pictures out of a video, and transcodes it', async () => {
    await using directory = await temporaryDirectory();
    const content = await readFile(await makeClip(directory.path, 'clip.mp4', { duration: 0.5 }));
    await upload(server, [{ name: 'clip.mp4', content }]);
    const poster = await get('/t/t_true,w_64,f_png/clip.mp4');
    expect(await sharp(poster.bytes).metadata()).toMatchObject({ width: 64, format: 'png' });
    await expect
      .poll(() => statusOf('/t/w_64/clip.mp4'), { timeout: 50_000, interval: 250 })
      .toBe(200);
    const part = await get('/t/w_64/clip.mp4', { Range: 'bytes=4-7' });
    expect([part.status, part.bytes.toString()]).toEqual([206, 'ftyp']);
  });

  it('has lost nothing after a restart', async () => {
    const before = await listAll(server, '');
    const { dataDirectory, key } = server;
    await server.stop();
    const again = await startServer({ dataDirectory, env: store.environment });
    try {
      expect(await listAll({ url: again.url, key }, '')).toEqual(before);
      const { status } = await ask({ url: again.url, key }, '/storage/reindex', 'POST');
      expect(status).toBeLessThan(300);
      expect(await listAll({ url: again.url, key }, '')).toEqual(before);
    } finally {
      await again.stop();
    }
  });
});
