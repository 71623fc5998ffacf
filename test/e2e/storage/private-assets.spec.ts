import { createHmac } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectToEnd } from '../../support/expiry.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask } from '../../support/storage-client.ts';
import { upload } from '../../support/upload.ts';

const SECRET = 'kq3VxY0bJr7nWm5TzP2sLf8hDc6gQa1e';
const PREVIOUS = 'Zu9tMw4oRb1yXk7pNd5vHj3cSg8lEf2a';

describe('private assets', () => {
  let server: RunningServer;
  let image: Buffer;
  beforeAll(async () => {
    server = await startServer({
      env: { API_SECRET: SECRET, API_SECRET_PREVIOUS: PREVIOUS, LEGACY_SIGNATURES: 'true' },
    });
    image = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    await upload(server, [{ name: 'secret.png', content: image }], {
      folder: 'vault',
      visibility: 'private',
    });
    await upload(server, [{ name: 'open é.png', content: image }], { folder: 'vault' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const get = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${server.url}${path}`, { headers });
    return { status: response.status, headers: response.headers, body: await response.bytes() };
  };
  const problem = async (path: string) => {
    const { status, body } = await get(path);
    return [status, (JSON.parse(Buffer.from(body).toString()) as { type: string }).type];
  };
  const sign = async (body: unknown) => {
    const answer = await ask(server, '/sign', 'POST', body);
    expect(answer.status).toBe(200);
    return answer.body as never as { url: string; signature: string; expires?: number };
  };
  const signatureBy = (secret: string, text: string) =>
    createHmac('sha256', secret).update(text).digest('base64url').slice(0, 32);
  const NOW_S = Math.floor(Date.now() / 1000);

  it.each([
    '/t/vault/secret.png',
    '/t/w_10,f_png/vault/secret.png',
    '/download/vault/secret.png',
    '/video-status/w_10/vault/secret.png',
  ])('does not exist at %s, like what does not exist', async (path) => {
    const unknown = path.replace('secret', 'nothing');
    expect(await problem(path)).toEqual([404, '/problems/unknown-asset']);
    expect(await problem(path)).toEqual(await problem(unknown));
    const { headers } = await get(path, { 'X-API-Key': 'sk_wrong' });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is shown to a credential, and kept by no shared cache', async () => {
    const key = { 'X-API-Key': server.key };
    for (const path of ['/t/vault/secret.png', '/download/vault/secret.png']) {
      const { status, headers, body } = await get(path, key);
      expect([status, Buffer.from(body).equals(image)]).toEqual([200, true]);
      expect(headers.get('cache-control')).toBe('private, no-cache');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    }
    expect((await get('/t/w_10,f_png/vault/secret.png', key)).status).toBe(200);
    expect((await get('/t/w_10,f_png/vault/secret.png')).status).toBe(404);
  });

  it('is not repeated from memory once it has become private', async () => {
    await upload(server, [{ name: 'turned.png', content: image }]);
    const path = '/t/w_12,f_png/turned.png';
    for (let count = 0; count < 3; count += 1) expect((await get(path)).status).toBe(200);
    await ask(server, '/storage/turned.png', 'PATCH', { visibility: 'private' });
    expect((await get(path)).status).toBe(404);
    await ask(server, '/storage/turned.png', 'PATCH', { visibility: 'public' });
    expect((await get(path)).status).toBe(200);
  });

  it('stays private when it is replaced, renamed, moved and copied', async () => {
    const put = (fields: Readonly<Record<string, string>>) =>
      upload(server, [{ name: 'stay.png', content: image }], fields);
    await put({ visibility: 'private' });
    await put({ overwrite: 'true' });
    await ask(server, '/storage/stay.png', 'PATCH', { name: 'stayed.png' });
    await ask(server, '/storage/stayed.png/move', 'POST', { destination: 'in/stayed.png' });
    await ask(server, '/storage/in/copy', 'POST', { destination: 'out' });
    for (const path of ['stay.png', 'stayed.png', 'in/stayed.png', 'out/stayed.png'])
      expect((await get(`/t/${path}`)).status).toBe(404);
    for (const path of ['in/stayed.png', 'out/stayed.png'])
      expect((await get(`/t/${path}`, { 'X-API-Key': server.key })).status).toBe(200);
  });

  it('is delivered by a signed URL until that expires', async () => {
    const { url } = await sign({ path: 'vault/secret.png', expiresIn: 60 });
    const { status, headers, body } = await get(url);
    expect([status, Buffer.from(body).equals(image)]).toEqual([200, true]);
    expect(headers.get('cache-control')).toMatch(/^private, max-age=([0-5]?\d|60)$/);
    const short = await sign({ path: 'vault/secret.png', expiresIn: 1 });
    const endsAt = (short.expires ?? 0) * 1000;
    await expectToEnd(async () => (await get(short.url)).status, endsAt, [200, 410]);
    expect(await problem(short.url)).toEqual([410, '/problems/url-expired']);
  });

  it('is signed as the contract says, for other programs to sign themselves', async () => {
    const text = 'f_png,w_10/vault/open é.png';
    const { url, signature, expires } = await sign({
      path: 'vault/open é.png',
      transformation: 'w_10,f_png',
      expiresIn: 60,
    });
    const signed = decodeURIComponent(url.slice(url.indexOf('/', '/authenticated/'.length) + 1));
    expect(signed.split(/[,/]/).toSorted()).toEqual(text.split(/[,/]/).toSorted());
    expect(signature).toBe(signatureBy(SECRET, `${expires}.${signed}`));
    expect((await get(url)).status).toBe(200);
    const own = signatureBy(SECRET, '.vault/secret.png');
    expect((await get(`/authenticated/s--${own}/vault/secret.png`)).status).toBe(200);
  });

  it('accepts the secret of before, and the older form where that is switched on', async () => {
    const former = signatureBy(PREVIOUS, '.vault/secret.png');
    expect((await get(`/authenticated/s--${former}/vault/secret.png`)).status).toBe(200);
    const legacy = createHmac('sha256', SECRET).update('w_10/vault/secret.png').digest('hex');
    const older = `/authenticated/s--${legacy.slice(0, 16)}/w_10/vault/secret.png`;
    expect((await get(older)).status).toBe(200);
    expect((await get(older.replace('w_10', 'w_11'))).status).toBe(401);
  });

  it('refuses whatever is altered by one character', async () => {
    const { url } = await sign({
      path: 'vault/secret.png',
      transformation: 'w_10',
      expiresIn: 600,
    });
    expect((await get(url)).status).toBe(200);
    const start = '/authenticated/s--'.length;
    for (let index = start; index < url.length; index += 1) {
      const other = url[index] === '1' ? '2' : '1';
      const altered = url.slice(0, index) + other + url.slice(index + 1);
      expect([index, (await get(altered)).status]).toEqual([index, 401]);
    }
    const expiry = /--(\d+)\//.exec(url)?.[1] ?? '';
    for (const path of [
      url.slice(0, -1),
      url.replace(`--${expiry}`, ''),
      url.replace(expiry, String(Number(expiry) + 1)),
      url.replace('vault/', 'vault%2F'),
      '/authenticated/vault/secret.png',
      '/authenticated/s--/vault/secret.png',
      `/authenticated/s--${'A'.repeat(32)}`,
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 401]);
    }
  });

  it('tells of an expiry only who had a genuine URL', async () => {
    const past = NOW_S - 10;
    const genuine = signatureBy(SECRET, `${past}.vault/secret.png`);
    const of = (signature: string) => `/authenticated/s--${signature}--${past}/vault/secret.png`;
    expect((await get(of(genuine))).status).toBe(410);
    expect((await get(of('A'.repeat(32)))).status).toBe(401);
  });

  it.each([
    [{ path: '../x.png' }, 400],
    [{ path: 'a.png', transformation: 'w_oops' }, 400],
    [{ path: 'a.png', expiresIn: 0 }, 400],
    [{ path: 'a.png', expiresIn: 1e12 }, 400],
    [{}, 400],
  ])('does not sign %j', async (body, status) => {
    expect((await ask(server, '/sign', 'POST', body)).status).toBe(status);
  });

  it('signs for nobody unknown', async () => {
    const response = await fetch(`${server.url}/sign`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ path: 'vault/secret.png' }),
    });
    expect(response.status).toBe(401);
  });
});
