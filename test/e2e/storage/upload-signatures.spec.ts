import { createHmac } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../../support/raw-request.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask } from '../../support/storage-client.ts';

const SECRET = 'kq3VxY0bJr7nWm5TzP2sLf8hDc6gQa1e';
const PREVIOUS = 'Zu9tMw4oRb1yXk7pNd5vHj3cSg8lEf2a';
const PAGE = 'https://shop.example';

interface Signed {
  readonly signature: string;
  readonly expires: number;
  readonly folder: string;
  readonly maxFiles: number;
  readonly maxSize: number;
}

type Fields = Readonly<Record<string, string>>;

describe('upload signatures', () => {
  let server: RunningServer;
  let image: Buffer;
  const env = { API_SECRET: SECRET, API_SECRET_PREVIOUS: PREVIOUS, CORS_ORIGINS: PAGE };
  beforeAll(async () => {
    server = await startServer({ env });
    image = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const sign = async (wanted: object, at = server): Promise<Signed> => {
    const { status, headers, body } = await ask(at, '/upload/sign', 'POST', wanted);
    expect([status, body]).toMatchObject([200, {}]);
    expect(headers.get('cache-control')).toBe('no-store');
    return body as never;
  };
  const formOf = (names: readonly string[], fields: Fields = {}, content = image) => {
    const form = new FormData();
    for (const name of names) form.append('files', new Blob([new Uint8Array(content)]), name);
    for (const [field, value] of Object.entries(fields)) form.append(field, value);
    return form;
  };
  const send = async (signature: string, body: FormData, at = server) => {
    const response = await fetch(`${at.url}/upload`, {
      method: 'POST',
      headers: { 'X-Upload-Signature': signature },
      body,
    });
    return { status: response.status, body: (await response.json()) as UploadBody };
  };
  const stored = async (folder: string) =>
    (await readdir(join(server.dataDirectory, 'originals', folder)).catch(() => [])).toSorted();
  const leftovers = () => readdir(join(server.dataDirectory, 'tmp'));

  interface UploadBody {
    readonly type?: string;
    readonly detail?: string;
    readonly files?: readonly { readonly path: string; readonly prewarmedUrls?: string[] }[];
  }

  it('let a browser upload to their folder, and to no other', async () => {
    const signed = await sign({ folder: '/users/42/', expiresIn: 60, maxFiles: 10 });
    expect(signed).toMatchObject({ folder: 'users/42', maxFiles: 10, maxSize: 50 * 1024 * 1024 });
    expect(signed.expires * 1000 - Date.now()).toBeLessThanOrEqual(60_000);
    const { status, body } = await send(
      signed.signature,
      formOf(['a.png'], { names: 'me.png', tags: 'new', transformations: 'w_4,f_png' }),
    );
    expect([status, body.files?.[0]?.path]).toEqual([200, 'users/42/me.png']);
    expect(body.files?.[0]?.prewarmedUrls).toEqual(['/t/w_4,f_png/users/42/me.png']);
    const same = await send(signed.signature, formOf(['b.png'], { folder: 'users/42' }));
    expect(same.body.files?.[0]?.path).toBe('users/42/b.png');
    for (const folder of ['users', 'users/421', 'users/42/deeper', 'users/43', 'else', '/']) {
      const answer = await send(signed.signature, formOf(['c.png'], { folder }));
      expect([folder, answer.status]).toEqual([folder, 403]);
    }
    for (const folder of ['../43', 'users/42/..', 'users/42/../43', 'users\\42', '.']) {
      const answer = await send(signed.signature, formOf(['c.png'], { folder }));
      expect([folder, answer.status]).toEqual([folder, 400]);
    }
    for (const name of ['../43/c.png', 'deeper/c.png', '/c.png', '..\\c.png', 'a/../../c.png']) {
      const answer = await send(signed.signature, formOf(['x.png'], { names: name }));
      expect([name, [200, 400].includes(answer.status)]).toEqual([name, true]);
    }
    expect(await stored('users')).toEqual(['42']);
    expect((await stored('users/42')).every((name) => name.endsWith('.png'))).toBe(true);
  });

  it('are for no more files than they say: replayed, at once, after a restart', async () => {
    const { signature } = await sign({ folder: 'once', expiresIn: 600 });
    expect((await send(signature, formOf(['a.png', 'b.png']))).status).toBe(413);
    expect((await send(signature, formOf(['a.txt']))).status).toBe(400);
    expect((await send(signature, formOf(['a.png']))).status).toBe(200);
    for (let count = 0; count < 3; count += 1) {
      const { status, body } = await send(signature, formOf(['a.png']));
      expect([status, body.type]).toEqual([403, '/problems/signature-used-up']);
    }
    expect(await stored('once')).toEqual(['a.png']);

    const many = await sign({ folder: 'many', expiresIn: 600, maxFiles: 5 });
    const posts = Array.from({ length: 12 }, (_, index) =>
      send(many.signature, formOf(index % 2 === 0 ? ['a.png'] : ['b.png', 'c.png'])),
    );
    const statuses = (await Promise.all(posts)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 403]));
    const kept = (await stored('many')).length;
    expect(kept).toBeLessThanOrEqual(5);
    for (let left = 5 - kept; left > 0; left -= 1)
      expect((await send(many.signature, formOf(['d.png']))).status).toBe(200);
    expect((await stored('many')).length).toBe(5);

    const half = await sign({ folder: 'half', expiresIn: 600, maxFiles: 2 });
    expect((await send(half.signature, formOf(['a.png']))).status).toBe(200);
    await server.kill();
    server = await startServer({ env, dataDirectory: server.dataDirectory }).then((next) =>
      Object.assign(next, { key: next.key || server.key }),
    );
    expect((await send(half.signature, formOf(['a.png', 'b.png']))).status).toBe(403);
    expect((await send(half.signature, formOf(['a.png']))).status).toBe(200);
    expect((await send(half.signature, formOf(['a.png']))).status).toBe(403);
    expect((await send(signature, formOf(['a.png']))).status).toBe(403);
    expect(await leftovers()).toEqual([]);
  });

  it('count nothing that was not stored', async () => {
    const { signature } = await sign({ folder: 'careful', expiresIn: 600, maxFiles: 1 });
    const broken = await fetch(`${server.url}/upload`, {
      method: 'POST',
      headers: {
        'X-Upload-Signature': signature,
        'Content-Type': 'multipart/form-data; boundary=x',
      },
      body: '--x\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\nhalf',
    });
    expect(broken.status).toBe(400);
    expect((await send(signature, formOf([]))).status).toBe(400);
    expect((await send(signature, formOf(['a.png'], { colour: 'red' }))).status).toBe(400);
    expect((await send(signature, formOf(['a.png'], { folder: 'other' }))).status).toBe(403);
    expect((await send(signature, formOf(['a.png']))).status).toBe(200);
  });

  it('are for files of their size', async () => {
    const { signature } = await sign({ folder: 'small', expiresIn: 60, maxFiles: 3, maxSize: 200 });
    const exact = Buffer.concat([image, Buffer.alloc(200 - image.length)]);
    const larger = Buffer.concat([exact, Buffer.alloc(1)]);
    expect((await send(signature, formOf(['a.png'], {}, larger))).status).toBe(413);
    const endless = formOf(['a.png'], {}, Buffer.alloc(9 * 1024 * 1024));
    expect((await send(signature, endless).catch(() => ({ status: 413 }))).status).toBe(413);
    expect((await send(signature, formOf(['a.png'], {}, exact))).status).toBe(200);
    expect(await stored('small')).toEqual(['a.png']);
    const most = await sign({ folder: 'small', expiresIn: 60, maxSize: 90 * 1024 * 1024 * 1024 });
    expect(most.maxSize).toBe(50 * 1024 * 1024);
  });

  it('allow nothing that was not signed', async () => {
    const { signature } = await sign({ folder: 'fixed', expiresIn: 60, maxFiles: 9 });
    await send(signature, formOf(['a.png']));
    for (const fields of [{ overwrite: 'true' }, { overwrite: '1' }, { visibility: 'private' }])
      expect((await send(signature, formOf(['a.png'], fields))).status).toBe(403);
    const usual = { overwrite: 'false', visibility: 'public' };
    expect((await send(signature, formOf(['a.png'], usual))).status).toBe(200);
    expect(await stored('fixed')).toEqual(['a (1).png', 'a.png']);

    const hidden = await sign({
      folder: 'fixed',
      expiresIn: 60,
      maxFiles: 9,
      visibility: 'private',
    });
    expect((await send(hidden.signature, formOf(['b.png'], usual))).status).toBe(403);
    expect((await send(hidden.signature, formOf(['b.png'], { tags: 'x' }))).status).toBe(200);
    expect((await fetch(`${server.url}/t/fixed/b.png`)).status).toBe(404);
  });

  it('open no other route', async () => {
    const { signature } = await sign({ folder: 'only', expiresIn: 60 });
    for (const path of ['/storage', '/queue/stats', `/storage?signature=${signature}`]) {
      const response = await fetch(server.url + path, {
        headers: { 'X-Upload-Signature': signature },
      });
      expect([path, response.status]).toEqual([path, 401]);
    }
    for (const path of ['/upload/sign', '/storage/folders', '/upload/createfolder']) {
      const response = await fetch(server.url + path, {
        method: 'POST',
        headers: { 'X-Upload-Signature': signature, 'Content-Type': 'application/json' },
        body: '{"folder":"x","path":"x","expiresIn":60}',
      });
      expect([path, response.status]).toEqual([path, 401]);
    }
  });

  it('are refused when they are altered, cut, or signed for something else', async () => {
    const { signature } = await sign({ folder: 'true', expiresIn: 60 });
    const [payload = '', proof = ''] = signature.split('.');
    const grant = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const other = Buffer.from(JSON.stringify({ ...grant, folder: 'else' })).toString('base64url');
    const bare = createHmac('sha256', SECRET).update(payload).digest('base64url');
    for (const forged of [
      signature.slice(0, -1),
      signature.slice(1),
      `${signature}=`,
      payload,
      `${payload}.`,
      `${other}.${proof}`,
      `${payload}.${bare}`,
      `${payload}.${bare.slice(0, 32)}`,
      'x'.repeat(5000),
      '.',
    ]) {
      const { status, body } = await send(forged, formOf(['a.png']));
      expect([forged, status, body.type]).toEqual([forged, 401, '/problems/unauthenticated']);
    }
    const delivery = (await ask(server, '/sign', 'POST', { path: 'true/a.png' })).body;
    expect((await send(String(delivery['signature']), formOf(['a.png']))).status).toBe(401);
    const twice = await fetch(
      `${server.url}/upload?signature=${signature}&signature=${signature}`,
      {
        method: 'POST',
        body: formOf(['a.png']),
      },
    );
    expect(twice.status).toBe(401);
    const early = await rawRequest(server.url, '/upload', {
      method: 'POST',
      headers: {
        'X-Upload-Signature': `${other}.${proof}`,
        'Content-Type': 'multipart/form-data; boundary=x',
        'Content-Length': '1000000000',
      },
    });
    expect(early.status).toBe(401);
    expect(await stored('true')).toEqual([]);
    expect(await stored('else')).toEqual([]);
  });

  it('expire', async () => {
    const { signature, expires } = await sign({ folder: 'late', expiresIn: 1 });
    await wait(Math.max(0, expires * 1000 - Date.now()) + 20);
    const { status, body } = await send(signature, formOf(['a.png']));
    expect([status, body.type]).toEqual([410, '/problems/signature-expired']);
    expect(await stored('late')).toEqual([]);
  });

  it('outlive a change of the secret by one', async () => {
    await using before = await startServer({ env: { API_SECRET: PREVIOUS } });
    const { signature } = await sign({ folder: 'kept', expiresIn: 600 }, before);
    expect((await send(signature, formOf(['a.png']))).status).toBe(200);
    await using after = await startServer({ env: { API_SECRET: SECRET } });
    expect((await send(signature, formOf(['a.png']), after)).status).toBe(401);
  });

  it('work from the pages of CORS_ORIGINS, by header or in the address', async () => {
    const { signature } = await sign({ folder: 'page', expiresIn: 60, maxFiles: 2 });
    const preflight = await fetch(`${server.url}/upload`, {
      method: 'OPTIONS',
      headers: {
        Origin: PAGE,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'x-upload-signature',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-upload-signature');
    const response = await fetch(`${server.url}/upload?signature=${signature}`, {
      method: 'POST',
      headers: { Origin: PAGE },
      body: formOf(['a.png']),
    });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([
      200,
      PAGE,
    ]);
    const elsewhere = await fetch(`${server.url}/upload?signature=${signature}`, {
      method: 'POST',
      headers: { Origin: 'https://evil.example' },
      body: formOf(['b.png']),
    });
    expect(elsewhere.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
    expect(server.logs.some((line) => line.includes(signature))).toBe(false);
  });

  it.each([
    {},
    { folder: 'a' },
    { folder: 'a', expiresIn: 0 },
    { folder: 'a', expiresIn: 3601 },
    { folder: 'a', expiresIn: 1.5 },
    { folder: 'a', expiresIn: '60' },
    { folder: 'a', expiresIn: 60, maxFiles: 0 },
    { folder: 'a', expiresIn: 60, maxFiles: 1e9 },
    { folder: 'a', expiresIn: 60, maxSize: 0 },
    { folder: 'a', expiresIn: 60, visibility: 'secret' },
    { folder: '../a', expiresIn: 60 },
    { folder: 'w_100/a', expiresIn: 60 },
    { folder: 'x'.repeat(1025), expiresIn: 60 },
    { folder: 'a', expiresIn: 60, id: 'mine' },
    { folder: ['a'], expiresIn: 60 },
  ])('are not made of %j', async (wanted) => {
    expect((await ask(server, '/upload/sign', 'POST', wanted)).status).toBe(400);
  });
});
