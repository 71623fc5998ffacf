import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../../support/raw-request.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';
import { limitWrites } from '../../support/write-limit.ts';

describe('hostile uploads', () => {
  let server: RunningServer;
  let image: Buffer;
  beforeAll(async () => {
    server = await startServer({ env: { MAX_FILE_SIZE_MB: '1', MAX_SOURCE_PIXELS: '1000000' } });
    image = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const leftovers = () => readdir(join(server.dataDirectory, 'tmp'));
  const stored = async () =>
    (await readdir(join(server.dataDirectory, 'originals'), { recursive: true })).toSorted();

  it.each([
    ['../../evil.png'],
    ['..\\..\\evil.png'],
    ['/etc/../../evil.png'],
    ['a/../../evil.png'],
    ['.hidden.png'],
    ['..png'],
    [`${'x'.repeat(300)}.png`],
    ['w_100/evil.png'],
    ['evil\u202egnp.png'],
  ])('refuses the name %j', async (name) => {
    const before = await stored();
    const { status, body } = await upload(server, [{ name, content: image }]);
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: '/problems/upload-refused', status: 400 });
    expect(await stored()).toEqual(before);
  });

  it.each(['../up', 'a/../../b', '..%2f..%2fetc', '.git', 'a\\b', 'w_100,h_100', 'x'.repeat(2000)])(
    'treats the folder %j as text, never as a way out',
    async (folder) => {
      const { status } = await upload(server, [{ name: 'in.png', content: image }], { folder });
      expect([200, 400]).toContain(status);
      if (status === 200)
        expect((await stored()).some((path) => path.startsWith(folder))).toBe(true);
      else
        expect(
          (await stored()).some((path) => path.includes('in.png') && !path.includes('%2f')),
        ).toBe(false);
    },
  );

  it.each([
    ['text as a photograph', 'a.jpg', Buffer.from('hello, I am text')],
    ['nothing at all', 'a.png', Buffer.alloc(0)],
    ['a program', 'a.exe', Buffer.from('MZ')],
    ['a page', 'a.html', Buffer.from('<html></html>')],
    ['a header without an image', 'a.png', Buffer.from('89504e470d0a1a0a', 'hex')],
  ])('refuses %s with its reason', async (_, name, content) => {
    const { status, body } = await upload(server, [{ name, content }]);
    expect(status).toBe(400);
    expect(body.errors?.[0]).toMatchObject({ field: 'files', value: name });
  });

  it('refuses a pixel bomb by its header', async () => {
    const bomb = Buffer.from(
      await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    );
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    const { status, body } = await upload(server, [{ name: 'bomb.png', content: bomb }]);
    expect(status).toBe(400);
    expect(body.detail).toMatch(/pixels|broken|read/);
  });

  it('refuses a file that is too large while it comes in, and keeps the others', async () => {
    const large = { name: 'large.png', content: Buffer.alloc(1024 * 1024 + 1, 1) };
    expect((await upload(server, [large])).status).toBe(413);
    const mixed = await upload(server, [large, { name: 'small.png', content: image }]);
    expect(mixed.status).toBe(207);
    expect(mixed.body).toMatchObject({
      success: false,
      files: [{ path: 'small.png' }],
      errors: [{ filename: 'large.png' }],
    });
    expect(await leftovers()).toEqual([]);
  });

  it('numbers names that are taken, also when they come at once', async () => {
    const uploads = Array.from({ length: 12 }, () =>
      upload(server, [{ name: 'same.png', content: image }]),
    );
    const paths = (await Promise.all(uploads)).map(({ body }) => body.files?.[0]?.path);
    expect(new Set(paths).size).toBe(12);
    expect(paths).toContain('same.png');
    expect(paths).toContain('same (11).png');
  });

  it('takes the two Unicode spellings of a name as one', async () => {
    const first = await upload(server, [{ name: 'caf\u00e9.png', content: image }]);
    const second = await upload(server, [{ name: 'cafe\u0301.png', content: image }]);
    expect(first.body.files?.[0]?.path).toBe('caf\u00e9.png');
    expect(second.body.files?.[0]?.path).toBe('caf\u00e9 (1).png');
    for (const spelling of ['caf%C3%A9.png', 'cafe%CC%81.png']) {
      expect((await fetch(`${server.url}/t/${spelling}`)).status).toBe(200);
    }
  });

  it('leaves nothing behind when the client hangs up', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const head = '--x\r\nContent-Disposition: form-data; name="files"; filename="half.png"\r\n\r\n';
    socket.write(
      `POST /upload HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${server.key}\r\n` +
        `Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 500000\r\n\r\n${head}`,
    );
    socket.write(Buffer.alloc(100_000));
    await expect.poll(leftovers, { timeout: 5_000 }).not.toEqual([]);
    socket.destroy();
    await expect.poll(leftovers, { timeout: 5_000 }).toEqual([]);
    expect(await stored()).not.toContain('half.png');
  });

  it('asks who it is before it reads the body', async () => {
    const answer = await rawRequest(server.url, '/upload', {
      method: 'POST',
      headers: {
        'Content-Type': 'multipart/form-data; boundary=x',
        'Content-Length': '1000000000',
      },
    }).catch((error: unknown) => error);
    expect(answer).toMatchObject({ status: 401 });
  });

  it.each([
    ['no form', { 'Content-Type': 'text/plain' }, 415],
    ['no boundary', { 'Content-Type': 'multipart/form-data' }, 400],
    ['an empty form', { 'Content-Type': 'multipart/form-data; boundary=x' }, 400],
  ])('answers %s with a problem', async (_, headers, status) => {
    const response = await fetch(`${server.url}/upload`, {
      method: 'POST',
      headers: { ...headers, 'X-API-Key': server.key },
      body: '--x--\r\n',
    });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('takes a part that declares no type by its ending and its bytes', async () => {
    const part = (name: string, type = '') =>
      `--x\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n${type}\r\n`;
    const send = async (head: string, content: Buffer) => {
      const response = await fetch(`${server.url}/upload`, {
        method: 'POST',
        headers: { 'Content-Type': 'multipart/form-data; boundary=x', 'X-API-Key': server.key },
        body: new Uint8Array(
          Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--x--\r\n')]),
        ),
      });
      return response.status;
    };
    expect(await send(part('bare.png'), image)).toBe(200);
    expect(await send(part('point.obj'), Buffer.from('v 0 0 0'))).toBe(200);
    expect(await send(part('bare.jpg'), image)).toBe(400);
    expect(await send(part('bare.png'), Buffer.from('text'))).toBe(400);
    expect(await send(part('claimed.png', 'Content-Type: image/jpeg\r\n'), image)).toBe(400);
    expect(await send(part('claimed.png', 'Content-Type: text/html\r\n'), image)).toBe(400);
  });

  it('answers parts without a name, and a form that breaks off', async () => {
    for (const body of [
      '--x\r\nContent-Disposition: form-data\r\n\r\nvalue\r\n--x--\r\n',
      '--x\r\n\r\nvalue\r\n--x--\r\n',
      '--x\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\nhalf',
    ]) {
      const response = await fetch(`${server.url}/upload`, {
        method: 'POST',
        headers: { 'Content-Type': 'multipart/form-data; boundary=x', 'X-API-Key': server.key },
        body,
      });
      expect(response.status).toBe(400);
    }
    expect(await leftovers()).toEqual([]);
  });
});

describe('a disk that takes no more', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer();
    await limitWrites(server.process.pid ?? 0, 1024);
  });
  afterAll(async () => {
    await limitWrites(server.process.pid ?? 0, 'unlimited');
    await server[Symbol.asyncDispose]();
  });

  // Within what one read of the connection brings, beyond what the parser holds, and beyond what is skipped for an answer.
  it.each([2_800, 300_000, 900_000, 1_400_000])(
    'is told at once of a file of %i bytes, and the connection serves on',
    async (size) => {
      const signal = AbortSignal.timeout(20_000);
      const form = new FormData();
      form.append('files', new Blob([Buffer.alloc(size, 7)]), 'a.jpg');
      const headers = { Authorization: `Bearer ${server.key}` };
      const init = { method: 'POST', headers, body: form, signal };
      const answer = await fetch(`${server.url}/upload`, init);
      expect([answer.status, await answer.json()]).toMatchObject([
        507,
        { type: '/problems/insufficient-storage' },
      ]);
      expect((await fetch(`${server.url}/health/live`, { signal })).status).toBe(200);
      expect(await readdir(join(server.dataDirectory, 'tmp'))).toEqual([]);
      expect(server.logs.filter((line) => line.includes('"event":"upload.rejected"'))).toEqual([]);
    },
  );
});
