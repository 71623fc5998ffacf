import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, uploadFixtures } from '../../support/fixtures.ts';
import { rawRequest } from '../../support/raw-request.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';

describe('an address that is wrong', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer();
    await uploadFixtures(server, 'photo.jpg');
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${server.url}${path}`, { method, headers });

  it.each([
    ['/t/w_abc/photo.jpg', ['w']],
    ['/t/w_0,h_-1,q_500/photo.jpg', ['w', 'h', 'q']],
    ['/t/w_99999/photo.jpg', ['w']],
    ['/t/w_10,w_20/photo.jpg', ['w']],
    ['/t/c_unknown,w_10/photo.jpg', ['c']],
    ['/t/w_10,zoom_2/photo.jpg', ['zoom']],
    ['/t/w_10,,h_x/photo.jpg', ['', 'h']],
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
    expect(status).toBe(200);
    const answer = await get('/t/w_50,f_png/half.jpg');
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ type: '/problems/unprocessable-asset' });
  });
});
