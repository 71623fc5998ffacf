import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../../support/raw-request.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { sendSigned, signUpload, storedIn, uploadForm } from '../../support/signed-uploads.ts';
import { ask } from '../../support/storage-client.ts';

const SECRET = 'kq3VxY0bJr7nWm5TzP2sLf8hDc6gQa1e';
const PREVIOUS = 'Zu9tMw4oRb1yXk7pNd5vHj3cSg8lEf2a';

describe('upload signatures', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ env: { API_SECRET: SECRET, API_SECRET_PREVIOUS: PREVIOUS } });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('open no other route', async () => {
    const { signature } = await signUpload(server, { folder: 'only', expiresIn: 60 });
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
    const { signature } = await signUpload(server, { folder: 'true', expiresIn: 60 });
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
      const { status, body } = await sendSigned(server, forged, uploadForm(['a.png']));
      expect([forged, status, body.type]).toEqual([forged, 401, '/problems/unauthenticated']);
    }
    const delivery = (await ask(server, '/sign', 'POST', { path: 'true/a.png' })).body;
    expect(
      (await sendSigned(server, String(delivery['signature']), uploadForm(['a.png']))).status,
    ).toBe(401);
    const twice = await fetch(
      `${server.url}/upload?signature=${signature}&signature=${signature}`,
      {
        method: 'POST',
        body: uploadForm(['a.png']),
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
    expect(await storedIn(server, 'true')).toEqual([]);
    expect(await storedIn(server, 'else')).toEqual([]);
  });

  it('expire', async () => {
    const { signature, expires } = await signUpload(server, { folder: 'late', expiresIn: 1 });
    await wait(Math.max(0, expires * 1000 - Date.now()) + 20);
    const { status, body } = await sendSigned(server, signature, uploadForm(['a.png']));
    expect([status, body.type]).toEqual([410, '/problems/signature-expired']);
    expect(await storedIn(server, 'late')).toEqual([]);
  });

  it('outlive a change of the secret by one', async () => {
    await using before = await startServer({ env: { API_SECRET: PREVIOUS } });
    const { signature } = await signUpload(before, { folder: 'kept', expiresIn: 600 });
    expect((await sendSigned(server, signature, uploadForm(['a.png']))).status).toBe(200);
    await using after = await startServer({ env: { API_SECRET: SECRET } });
    expect((await sendSigned(after, signature, uploadForm(['a.png']))).status).toBe(401);
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
    ...[
      'w_4',
      ['w_abc'],
      [''],
      [1],
      Array.from({ length: 21 }, (_, index) => `w_${String(index + 1)}`),
      ['w_4/'.repeat(9)],
      Array.from(
        { length: 20 },
        (_, index) => `${'w_9,h_9,c_fill/'.repeat(7)}w_${String(index + 1)}`,
      ),
      [`w_4,b_${'f'.repeat(2048)}`],
    ].map((transformations) => ({ folder: 'a', expiresIn: 60, transformations })),
    { folder: '../a', expiresIn: 60 },
    { folder: 'w_100/a', expiresIn: 60 },
    { folder: 'x'.repeat(1025), expiresIn: 60 },
    { folder: 'a', expiresIn: 60, id: 'mine' },
    { folder: ['a'], expiresIn: 60 },
  ])('are not made of %j', async (wanted) => {
    expect((await ask(server, '/upload/sign', 'POST', wanted)).status).toBe(400);
  });
});
