import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';

const PHOTO = join(import.meta.dirname, '../../fixtures/images/photo.jpg');

describe('named transformations', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer();
    await upload(server, [{ name: 'photo.jpg', content: await readFile(PHOTO) }]);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${server.url}/named-transformations${path}`, {
      method,
      headers: { 'X-API-Key': server.key, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const sizeOf = async (path: string) => {
    const response = await fetch(`${server.url}/t/${path}`);
    if (response.status !== 200) return response.status;
    const { width, height } = await sharp(await response.arrayBuffer()).metadata();
    return [width, height];
  };

  it('stand for their steps in a URL, alone and in a chain', async () => {
    const saved = await call('PUT', '/thumb_1', {
      transformation: 'h_60,c_fill,w_80/f_png,e_grayscale',
    });
    expect(saved.status).toBe(200);
    expect(saved.body).toMatchObject({ name: 'thumb_1' });
    expect(await sizeOf('t_thumb_1/photo.jpg')).toEqual([80, 60]);
    expect(await sizeOf('t_thumb_1/w_40/photo.jpg')).toEqual([40, 30]);
    const named = await fetch(`${server.url}/t/t_thumb_1/photo.jpg`);
    const written = await fetch(
      `${server.url}/t/${String(saved.body['transformation'])}/photo.jpg`,
    );
    expect(named.headers.get('etag')).toBe(written.headers.get('etag'));
  });

  it('mean what they were last said to mean, at once, and nothing when they are deleted', async () => {
    await call('PUT', '/swap', { transformation: 'w_10,f_png' });
    for (let index = 0; index < 3; index += 1)
      expect((await sizeOf('t_swap/photo.jpg')) as number[]).toContain(10);
    await call('PUT', '/swap', { transformation: 'w_20,f_png' });
    expect((await sizeOf('t_swap/photo.jpg')) as number[]).toContain(20);
    expect(await call('DELETE', '/swap')).toMatchObject({ status: 200, body: { success: true } });
    expect(await sizeOf('t_swap/photo.jpg')).toBe(400);
    expect((await call('DELETE', '/swap')).status).toBe(404);
  });

  it('are as new as what they mean to who asks by date, from memory too', async () => {
    const headers = (await fetch(`${server.url}/t/photo.jpg`)).headers;
    const stored = headers.get('last-modified') ?? '';
    const statuses = async (path: string) => {
      const found: number[] = [];
      for (const method of ['GET', 'HEAD', 'GET', 'HEAD', 'GET']) {
        const asked = { method, headers: { 'If-Modified-Since': stored } };
        found.push((await fetch(`${server.url}/t/${path}/photo.jpg`, asked)).status);
      }
      return [...new Set(found)];
    };
    // The date of an answer has no fractions of a second.
    await setTimeout(Math.max(0, Date.parse(stored) + 1_000 - Date.now()));
    await call('PUT', '/dated', { transformation: 'w_12,f_png' });
    expect(await statuses('t_dated')).toEqual([200]);
    expect(await statuses('w_12,f_png')).toEqual([304]);
    expect(await statuses('w_5/t_dated')).toEqual([200]);
  });

  it('are listed by name', async () => {
    await call('PUT', '/b', { transformation: 'w_1' });
    await call('PUT', '/a', { transformation: 'w_2' });
    const { body } = await call('GET', '');
    const names = (body['transformations'] as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(expect.arrayContaining(['a', 'b']));
  });

  it.each([
    ['/true', { transformation: 'w_1' }, '/problems/invalid-request'],
    ['/1', { transformation: 'w_1' }, '/problems/invalid-request'],
    [`/${'n'.repeat(65)}`, { transformation: 'w_1' }, '/problems/invalid-request'],
    ['/%2e%2e%2fx', { transformation: 'w_1' }, '/problems/invalid-request'],
    ['/x', {}, '/problems/invalid-request'],
    ['/x', { transformation: 7 }, '/problems/invalid-request'],
    ['/x', { transformation: 'w_0' }, '/problems/invalid-transformation'],
    ['/x', { transformation: 'hello' }, '/problems/invalid-transformation'],
    ['/x', { transformation: 't_a' }, '/problems/transformation-not-available'],
    ['/x', { transformation: 'w_1/'.repeat(9) + 'w_1' }, '/problems/invalid-transformation'],
  ])('refuse %s with %j', async (path, body, type) => {
    expect(await call('PUT', path, body)).toMatchObject({ status: 400, body: { type } });
  });

  it('are prewarmed and signed by their names', async () => {
    await call('PUT', '/pre', { transformation: 'w_33,f_png' });
    const { body } = await upload(server, [{ name: 'warm.jpg', content: await readFile(PHOTO) }], {
      transformations: 't_pre',
    });
    expect(body.files?.[0]).toMatchObject({ prewarmedUrls: ['/t/w_33,f_png/warm.jpg'] });
    const signed = await fetch(`${server.url}/sign`, {
      method: 'POST',
      headers: { 'X-API-Key': server.key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ path: 'photo.jpg', transformation: 't_pre' }),
    });
    const { url } = (await signed.json()) as { url: string };
    expect((await fetch(`${server.url}${url}`)).status).toBe(200);
  });
});

describe('a server of named transformations alone', () => {
  it('makes what has a name or a signature, and delivers originals', async () => {
    await using server = await startServer({ env: { ALLOWED_TRANSFORMATIONS: 'named' } });
    await upload(server, [{ name: 'photo.jpg', content: await readFile(PHOTO) }]);
    const headers = { 'X-API-Key': server.key, 'Content-Type': 'application/json' };
    await fetch(`${server.url}/named-transformations/small`, {
      method: 'PUT',
      headers,
      body: JSON.stringify({ transformation: 'w_30,f_png' }),
    });
    const statusOf = async (path: string) => (await fetch(`${server.url}${path}`)).status;
    expect(await statusOf('/t/t_small/photo.jpg')).toBe(200);
    expect(await statusOf('/t/photo.jpg')).toBe(200);
    for (const path of ['w_30,f_png', 't_small/w_10', 'w_10/t_small', 'w_30%2Cf_png']) {
      const response = await fetch(`${server.url}/t/${path}/photo.jpg`);
      expect([path, response.status]).toEqual([path, 400]);
      expect(await response.json()).toMatchObject({
        type: '/problems/transformation-not-available',
      });
    }
    const signed = await fetch(`${server.url}/sign`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ path: 'photo.jpg', transformation: 'w_31' }),
    });
    const { url } = (await signed.json()) as { url: string };
    expect(await statusOf(url)).toBe(200);
  });

  it('makes anything for a credential that may read, and gives that to nobody else', async () => {
    await using server = await startServer({ env: { ALLOWED_TRANSFORMATIONS: 'named' } });
    const content = await readFile(PHOTO);
    await upload(server, [{ name: 'photo.jpg', content }], { folder: 'w_photos' });
    const ask = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/t/${path}`, { headers });
    for (const path of ['w_32,f_png/w_photos/photo.jpg', 'w_33/w_photos/photo.jpg']) {
      for (let index = 0; index < 3; index += 1) {
        const known = await ask(path, { 'X-API-Key': server.key });
        expect([known.status, known.headers.get('cache-control')]).toEqual([
          200,
          'private, no-cache',
        ]);
        expect((await ask(path)).status).toBe(400);
        expect((await ask(path, { 'X-API-Key': 'sk_wrong' })).status).toBe(400);
      }
    }
    await fetch(`${server.url}/named-transformations/small`, {
      method: 'PUT',
      headers: { 'X-API-Key': server.key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ transformation: 'w_30,f_png' }),
    });
    const named = await ask('t_small/w_photos/photo.jpg');
    expect([named.status, named.headers.get('cache-control')]).toEqual([
      200,
      expect.stringContaining('public'),
    ]);
  });
});
