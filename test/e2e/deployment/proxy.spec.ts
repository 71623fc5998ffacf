import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../support/free-port.ts';
import { startProxy, type RunningProxy } from '../../support/nginx.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';

const VARIANT = '/t/w_120,f_webp/photo.jpg';

describe('behind the proxy', () => {
  const servers: RunningServer[] = [];
  let proxy: RunningProxy;
  let photo: Buffer;

  beforeAll(async () => {
    photo = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#a52' } })
      .jpeg()
      .toBuffer();
    for (let index = 0; index < 2; index += 1) {
      // One that nobody else is given while a server is restarted on it.
      const env = { TRUST_PROXY: '1', PORT: String(await freePort()) };
      const server = await startServer({ env });
      await upload(server, [{ name: 'photo.jpg', content: photo }]);
      servers.push(server);
    }
    proxy = await startProxy(servers.map(({ url }) => url));
  });
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    for (const server of servers) await server[Symbol.asyncDispose]();
  });

  it('delivers, conditionally and in part', async () => {
    const whole = await fetch(`${proxy.url}${VARIANT}`);
    expect(whole.status).toBe(200);
    const etag = whole.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"/);
    const same = await fetch(`${proxy.url}${VARIANT}`, { headers: { 'If-None-Match': etag } });
    expect(same.status).toBe(304);
    const part = await fetch(`${proxy.url}/t/photo.jpg`, { headers: { Range: 'bytes=10-19' } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(photo.subarray(10, 20));
  });

  it.each(['/upload', '/Upload/'])(
    'hands what comes to %s on: a refusal does not wait for the body',
    async (path) => {
      const outgoing = request(`${proxy.url}${path}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'multipart/form-data; boundary=x',
          'Content-Length': '1000000000',
        },
      });
      outgoing.on('error', () => undefined);
      outgoing.write('--x\r\n');
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
      expect(answer.statusCode).toBe(401);
      outgoing.destroy();
    },
  );

  it('believes no client about its address, and keeps its request id', async () => {
    const response = await fetch(`${proxy.url}/storage`, {
      headers: {
        'X-API-Key': `sk_${'z'.repeat(64)}`,
        'X-Forwarded-For': '198.51.100.99',
        'X-Request-Id': 'from-the-client',
      },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('x-request-id')).toBe('from-the-client');
    await expect
      .poll(() =>
        servers
          .flatMap(({ logs }) => logs)
          .filter((line) => line.includes('"audit":true') && line.includes('from-the-client')),
      )
      .toEqual([expect.stringContaining('"ip":"127.0.0.1"')]);
  });

  it('shows the metrics to nobody', async () => {
    for (const path of ['/metrics', '/metrics/', '/Metrics', '/%6detrics', '//metrics'])
      expect((await fetch(proxy.url + path)).status, path).toBe(404);
  });

  it('loses no request while every process is restarted in turn', async () => {
    const outcomes = new Map<string, number>();
    let restarting = true;
    const ask = async (method: string, path: string, init: RequestInit = {}) => {
      const outcome = await fetch(`${proxy.url}${path}`, { method, ...init }).then(
        async (response) => {
          await response.arrayBuffer();
          return `${method} ${response.status}`;
        },
        (error: unknown) => `${method} failed: ${String(error)}`,
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    };
    let count = 0;
    const client = async () => {
      while (restarting) {
        count += 1;
        await ask('GET', VARIANT);
        // A render every time: a width nobody has asked for.
        await ask('GET', `/t/w_${1 + (count % 590)},h_${1 + (count % 389)},c_fill,f_png/photo.jpg`);
      }
    };
    const clients = Array.from({ length: 6 }, client);
    for (const index of [0, 1]) {
      const old = servers[index];
      if (old === undefined) throw new Error('no such server');
      expect(await old.stop()).toBe(0);
      const restarted = await startServer({
        env: { TRUST_PROXY: '1', PORT: new URL(old.url).port },
        dataDirectory: old.dataDirectory,
      });
      servers[index] = restarted;
      // As an orchestrator does: the next one is stopped when this one has its share of the work again.
      await expect
        .poll(() => restarted.logs.filter((line) => line.includes('/t/w_')).length, {
          timeout: 20_000,
        })
        .toBeGreaterThan(20);
    }
    restarting = false;
    await Promise.all(clients);
    expect(Object.fromEntries(outcomes), proxy.errors.join('')).toEqual({
      'GET 200': expect.any(Number) as number,
    });
    expect(outcomes.get('GET 200')).toBeGreaterThan(100);
  });
});
