import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProxy, type RunningProxy } from '../../support/nginx.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';

const PATH = '/t/w_300,f_auto/photo.jpg';

describe('variants that the proxy sends from the disk', () => {
  let server: RunningServer;
  let plain: RunningServer;
  let proxy: RunningProxy;

  beforeAll(async () => {
    const content = await sharp({
      create: { width: 600, height: 400, channels: 3, background: '#385' },
    })
      .jpeg()
      .toBuffer();
    server = await startServer({ env: { TRUST_PROXY: '1', ACCEL_REDIRECT: '/accelerated/api-1' } });
    plain = await startServer();
    for (const each of [server, plain]) await upload(each, [{ name: 'photo.jpg', content }]);
    proxy = await startProxy([server.url], { 'api-1': server.dataDirectory });
  });
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await plain[Symbol.asyncDispose]();
  });

  it('are the same, in bytes and headers, as those the process sends itself', async () => {
    for (let round = 0; round < 3; round += 1) {
      const headers = { Accept: 'image/webp' };
      const through = await fetch(`${proxy.url}${PATH}`, { headers });
      const direct = await fetch(`${plain.url}${PATH}`, { headers });
      expect(through.status, proxy.errors.join('')).toBe(200);
      expect(Buffer.from(await through.arrayBuffer())).toEqual(
        Buffer.from(await direct.arrayBuffer()),
      );
      for (const name of [
        'content-type',
        'content-length',
        'etag',
        'vary',
        'cache-control',
        'accept-ranges',
        'access-control-allow-origin',
        'cross-origin-resource-policy',
        'x-content-type-options',
      ]) {
        expect(`${name}: ${through.headers.get(name)}`).toBe(
          `${name}: ${direct.headers.get(name)}`,
        );
      }
      expect(through.headers.get('x-accel-redirect')).toBeNull();
      expect(through.headers.get('x-request-id')).toBeTruthy();
    }
    // Asked without the proxy, the process shows that it sends no byte itself.
    const bare = await fetch(`${server.url}${PATH}`, { headers: { Accept: 'image/webp' } });
    expect([bare.headers.get('content-length'), bare.headers.get('x-accel-redirect')]).toEqual([
      '0',
      expect.stringMatching(/^\/accelerated\/api-1\/[\w-]{2}\/[\w-]+\/[\w-]+\.\d+\.webp$/),
    ]);
  });

  it('answer conditions, parts and HEAD as always', async () => {
    const whole = await fetch(`${proxy.url}${PATH}`);
    const bytes = Buffer.from(await whole.arrayBuffer());
    const etag = whole.headers.get('etag') ?? '';
    const ask = (headers: Record<string, string>, method = 'GET') =>
      fetch(`${proxy.url}${PATH}`, { method, headers });
    expect((await ask({ 'If-None-Match': etag })).status).toBe(304);
    expect((await ask({ 'If-None-Match': '"other"' })).status).toBe(200);
    const part = await ask({ Range: 'bytes=5-9', 'If-Range': etag });
    expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([
      206,
      bytes.subarray(5, 10),
    ]);
    expect((await ask({ Range: 'bytes=99999999-' })).status).toBe(416);
    const head = await ask({}, 'HEAD');
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
  });

  it('cannot be asked for by clients, whatever they claim', async () => {
    const bare = await fetch(`${server.url}${PATH}`);
    const place = bare.headers.get('x-accel-redirect') ?? '';
    expect((await fetch(`${proxy.url}${place}`)).status).toBe(404);
    for (const path of ['/accelerated/api-1/../auth.db', '/accelerated/api-1/..%2fauth.db']) {
      expect((await fetch(`${proxy.url}${path}`)).status).toBe(404);
    }
    const claimed = await fetch(`${proxy.url}/t/photo.jpg`, {
      headers: { 'X-Accel-Redirect': place },
    });
    expect(claimed.headers.get('content-type')).toBe('image/jpeg');
  });
});
