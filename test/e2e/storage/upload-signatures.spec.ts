import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import {
  sendSigned,
  signUpload,
  SMALL_PICTURE,
  storedIn,
  uploadForm,
} from '../../support/signed-uploads.ts';

const PAGE = 'https://shop.example';

describe('upload signatures', () => {
  let server: RunningServer;
  const env = { API_SECRET: 'kq3VxY0bJr7nWm5TzP2sLf8hDc6gQa1e', CORS_ORIGINS: PAGE };
  beforeAll(async () => {
    server = await startServer({ env });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('let a browser upload to their folder, and to no other', async () => {
    const signed = await signUpload(server, {
      folder: '/users/42/',
      expiresIn: 60,
      maxFiles: 10,
      transformations: ['w_4,f_png', 't_true,w_9', 'w_5,f_png'],
    });
    expect(signed).toMatchObject({ folder: 'users/42', maxFiles: 10, maxSize: 50 * 1024 * 1024 });
    expect(signed.expires * 1000 - Date.now()).toBeLessThanOrEqual(60_000);
    const { status, body } = await sendSigned(
      server,
      signed.signature,
      uploadForm(['a.png'], { names: 'me.png', tags: 'new', transformations: 'w_4,f_png' }),
    );
    expect([status, body.files?.[0]?.path]).toEqual([200, 'users/42/me.png']);
    expect(body.files?.[0]?.prewarmedUrls).toEqual(['/t/w_4,f_png/users/42/me.png']);
    const same = await sendSigned(
      server,
      signed.signature,
      uploadForm(['b.png'], { folder: 'users/42' }),
    );
    expect(same.body.files?.[0]).toMatchObject({
      path: 'users/42/b.png',
      prewarmedUrls: ['/t/w_4,f_png/users/42/b.png', '/t/w_5,f_png/users/42/b.png'],
      prewarmErrors: [{ transformation: 't_true,w_9' }],
    });
    for (const folder of ['users', 'users/421', 'users/42/deeper', 'users/43', 'else', '/']) {
      const answer = await sendSigned(server, signed.signature, uploadForm(['c.png'], { folder }));
      expect([folder, answer.status]).toEqual([folder, 403]);
    }
    for (const folder of ['../43', 'users/42/..', 'users/42/../43', 'users\\42', '.']) {
      const answer = await sendSigned(server, signed.signature, uploadForm(['c.png'], { folder }));
      expect([folder, answer.status]).toEqual([folder, 400]);
    }
    for (const name of ['../43/c.png', 'deeper/c.png', '/c.png', '..\\c.png', 'a/../../c.png']) {
      const answer = await sendSigned(
        server,
        signed.signature,
        uploadForm(['x.png'], { names: name }),
      );
      expect([name, [200, 400].includes(answer.status)]).toEqual([name, true]);
    }
    expect(await storedIn(server, 'users')).toEqual(['42']);
    expect((await storedIn(server, 'users/42')).every((name) => name.endsWith('.png'))).toBe(true);
  });

  it('are for no more files than they say: replayed, at once, after a restart', async () => {
    const { signature } = await signUpload(server, { folder: 'once', expiresIn: 600 });
    expect((await sendSigned(server, signature, uploadForm(['a.png', 'b.png']))).status).toBe(413);
    expect((await sendSigned(server, signature, uploadForm(['a.txt']))).status).toBe(400);
    expect((await sendSigned(server, signature, uploadForm(['a.png']))).status).toBe(200);
    for (let count = 0; count < 3; count += 1) {
      const { status, body } = await sendSigned(server, signature, uploadForm(['a.png']));
      expect([status, body.type]).toEqual([403, '/problems/signature-used-up']);
    }
    expect(await storedIn(server, 'once')).toEqual(['a.png']);

    const many = await signUpload(server, { folder: 'many', expiresIn: 600, maxFiles: 5 });
    const posts = Array.from({ length: 12 }, (_, index) =>
      sendSigned(
        server,
        many.signature,
        uploadForm(index % 2 === 0 ? ['a.png'] : ['b.png', 'c.png']),
      ),
    );
    const statuses = (await Promise.all(posts)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 403]));
    const kept = (await storedIn(server, 'many')).length;
    expect(kept).toBeLessThanOrEqual(5);
    for (let left = 5 - kept; left > 0; left -= 1)
      expect((await sendSigned(server, many.signature, uploadForm(['d.png']))).status).toBe(200);
    expect((await storedIn(server, 'many')).length).toBe(5);

    const half = await signUpload(server, { folder: 'half', expiresIn: 600, maxFiles: 2 });
    expect((await sendSigned(server, half.signature, uploadForm(['a.png']))).status).toBe(200);
    await server.kill();
    server = await startServer({ env, dataDirectory: server.dataDirectory }).then((next) =>
      Object.assign(next, { key: next.key || server.key }),
    );
    expect((await sendSigned(server, half.signature, uploadForm(['a.png', 'b.png']))).status).toBe(
      403,
    );
    expect((await sendSigned(server, half.signature, uploadForm(['a.png']))).status).toBe(200);
    expect((await sendSigned(server, half.signature, uploadForm(['a.png']))).status).toBe(403);
    expect((await sendSigned(server, signature, uploadForm(['a.png']))).status).toBe(403);
    expect(await readdir(join(server.dataDirectory, 'tmp'))).toEqual([]);
  });

  it('count nothing that was not stored', async () => {
    const { signature } = await signUpload(server, {
      folder: 'careful',
      expiresIn: 600,
      maxFiles: 1,
    });
    const broken = await fetch(`${server.url}/upload`, {
      method: 'POST',
      headers: {
        'X-Upload-Signature': signature,
        'Content-Type': 'multipart/form-data; boundary=x',
      },
      body: '--x\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\nhalf',
    });
    expect(broken.status).toBe(400);
    expect((await sendSigned(server, signature, uploadForm([]))).status).toBe(400);
    expect(
      (await sendSigned(server, signature, uploadForm(['a.png'], { colour: 'red' }))).status,
    ).toBe(400);
    expect(
      (await sendSigned(server, signature, uploadForm(['a.png'], { folder: 'other' }))).status,
    ).toBe(403);
    expect((await sendSigned(server, signature, uploadForm(['a.png']))).status).toBe(200);
  });

  it('are for files of their size', async () => {
    const { signature } = await signUpload(server, {
      folder: 'small',
      expiresIn: 60,
      maxFiles: 3,
      maxSize: 200,
    });
    const exact = Buffer.concat([SMALL_PICTURE, Buffer.alloc(200 - SMALL_PICTURE.length)]);
    const larger = Buffer.concat([exact, Buffer.alloc(1)]);
    expect((await sendSigned(server, signature, uploadForm(['a.png'], {}, larger))).status).toBe(
      413,
    );
    const endless = uploadForm(['a.png'], {}, Buffer.alloc(9 * 1024 * 1024));
    expect(
      (await sendSigned(server, signature, endless).catch(() => ({ status: 413 }))).status,
    ).toBe(413);
    expect((await sendSigned(server, signature, uploadForm(['a.png'], {}, exact))).status).toBe(
      200,
    );
    expect(await storedIn(server, 'small')).toEqual(['a.png']);
    const most = await signUpload(server, {
      folder: 'small',
      expiresIn: 60,
      maxSize: 90 * 1024 * 1024 * 1024,
    });
    expect(most.maxSize).toBe(50 * 1024 * 1024);
  });

  it('allow nothing that was not signed', async () => {
    const { signature } = await signUpload(server, { folder: 'fixed', expiresIn: 60, maxFiles: 9 });
    await sendSigned(server, signature, uploadForm(['a.png']));
    for (const fields of [
      { overwrite: 'true' },
      { overwrite: '1' },
      { visibility: 'private' },
      { transformations: 'w_9' },
      { transformations: '["w_9"]' },
      { 'transformations[]': 'w_9' },
    ])
      expect((await sendSigned(server, signature, uploadForm(['a.png'], fields))).status).toBe(403);
    const usual = { overwrite: 'false', visibility: 'public' };
    expect((await sendSigned(server, signature, uploadForm(['a.png'], usual))).status).toBe(200);
    expect(await storedIn(server, 'fixed')).toEqual(['a (1).png', 'a.png']);

    const small = { folder: 'fixed', expiresIn: 60, maxFiles: 9, transformations: ['w_4'] };
    const rendering = await signUpload(server, small);
    for (const transformations of ['w_5', 'w_04', '["w_4","w_5"]', '["w_4",null]']) {
      const form = uploadForm(['c.png'], { transformations });
      const { status } = await sendSigned(server, rendering.signature, form);
      expect([transformations, [400, 403].includes(status)]).toEqual([transformations, true]);
    }
    expect(await storedIn(server, 'fixed')).toEqual(['a (1).png', 'a.png']);

    const hidden = await signUpload(server, {
      folder: 'fixed',
      expiresIn: 60,
      maxFiles: 9,
      visibility: 'private',
    });
    expect((await sendSigned(server, hidden.signature, uploadForm(['b.png'], usual))).status).toBe(
      403,
    );
    expect(
      (await sendSigned(server, hidden.signature, uploadForm(['b.png'], { tags: 'x' }))).status,
    ).toBe(200);
    expect((await fetch(`${server.url}/t/fixed/b.png`)).status).toBe(404);
  });

  it('work from the pages of CORS_ORIGINS, by header or in the address', async () => {
    const { signature } = await signUpload(server, { folder: 'page', expiresIn: 60, maxFiles: 2 });
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
      body: uploadForm(['a.png']),
    });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([
      200,
      PAGE,
    ]);
    const elsewhere = await fetch(`${server.url}/upload?signature=${signature}`, {
      method: 'POST',
      headers: { Origin: 'https://evil.example' },
      body: uploadForm(['b.png']),
    });
    expect(elsewhere.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
    expect(server.logs.some((line) => line.includes(signature))).toBe(false);
  });
});
