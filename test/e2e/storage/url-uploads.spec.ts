import { readdir } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask } from '../../support/storage-client.ts';

const MIB = 1024 * 1024;

describe('uploads from URLs', () => {
  let server: RunningServer;
  let remote: Server;
  let origin: string;
  let image: Buffer;
  let answer: RequestListener;
  let asked = 0;
  beforeAll(async () => {
    image = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'navy' } })
      .png()
      .toBuffer();
    remote = createServer((request, response) => {
      asked += 1;
      answer(request, response);
    });
    await new Promise<void>((resolve) => void remote.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(remote.address() as AddressInfo).port}`;
    server = await startServer({
      env: {
        UPLOAD_URL_ALLOWED_NETWORKS: '127.0.0.1/32',
        UPLOAD_URL_TIMEOUT_MS: '1500',
        MAX_FILE_SIZE_MB: '1',
      },
    });
  });
  afterAll(async () => {
    remote.closeAllConnections();
    await new Promise((resolve) => remote.close(resolve));
    await server[Symbol.asyncDispose]();
  });

  const fetchFrom = (url: string, fields: object = {}) =>
    ask(server, '/upload/url', 'POST', { url, ...fields });
  const deliver =
    (type: string | undefined, bytes: Buffer): RequestListener =>
    (_request, response) =>
      response.writeHead(200, type === undefined ? {} : { 'Content-Type': type }).end(bytes);
  const pathOf = (answered: Awaited<ReturnType<typeof fetchFrom>>) => [
    answered.status,
    answered.body.files?.[0]?.path,
  ];
  const problemOf = ({ status, body }: Awaited<ReturnType<typeof fetchFrom>>) => [
    status,
    String(body['type']).replace('/problems/', ''),
  ];
  const leftovers = () => readdir(join(server.dataDirectory, 'tmp'));

  it('are stored under the name of the URL, or the one that is given', async () => {
    answer = deliver('image/png; charset=binary', image);
    expect(pathOf(await fetchFrom(`${origin}/pictures/sea%20%C3%A9.png?size=2`))).toEqual([
      200,
      'sea é.png',
    ]);
    expect(pathOf(await fetchFrom(`${origin}/a.png`, { folder: 'in', name: 'b' }))).toEqual([
      200,
      'in/b.png',
    ]);
    expect(pathOf(await fetchFrom(`${origin}/200/300`))).toEqual([200, '300.png']);
    expect(pathOf(await fetchFrom(`${origin}/`))).toEqual([200, 'file.png']);
    const delivered = await fetch(`${server.url}/t/in/b.png`);
    expect(Buffer.from(await delivered.bytes()).equals(image)).toBe(true);
  });

  it('take transformations, visibility, tags and overwrite like a form', async () => {
    answer = deliver('image/png', image);
    const made = await fetchFrom(`${origin}/all.png`, {
      transformations: ['w_10,f_webp', 'w_bad'],
      visibility: 'private',
      tags: ['sea'],
    });
    expect(made.body.files?.[0]).toMatchObject({
      prewarmedUrls: ['/t/w_10,f_webp/all.png'],
      prewarmErrors: [{ transformation: 'w_bad' }],
    });
    const { body } = await ask(server, '/storage/all.png/metadata');
    expect(body).toMatchObject({ visibility: 'private', tags: ['sea'], width: 30 });
    expect(pathOf(await fetchFrom(`${origin}/all.png`))).toEqual([200, 'all (1).png']);
    expect(pathOf(await fetchFrom(`${origin}/all.png`, { overwrite: true }))).toEqual([
      200,
      'all.png',
    ]);
    expect((await fetch(`${server.url}/t/all.png`)).status).toBe(404);
  });

  it('follow redirects, a few', async () => {
    answer = (request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) deliver('image/png', image)(request, response);
      else response.writeHead(307, { Location: `/${left - 1}` }).end();
    };
    expect(pathOf(await fetchFrom(`${origin}/5`))).toEqual([200, '5.png']);
    expect(problemOf(await fetchFrom(`${origin}/6`))).toEqual([502, 'remote-failed']);
  });

  it('need type, ending and bytes to agree', async () => {
    answer = deliver('image/jpeg', image);
    expect(problemOf(await fetchFrom(`${origin}/x.png`))).toEqual([415, 'unsupported-media-type']);
    answer = deliver('image/png', Buffer.from('<html>'));
    expect(problemOf(await fetchFrom(`${origin}/x.png`))).toEqual([415, 'unsupported-media-type']);
    answer = deliver('text/html', Buffer.from('<html></html>'));
    expect(problemOf(await fetchFrom(`${origin}/page`))).toEqual([415, 'unsupported-media-type']);
    answer = deliver('image/png', Buffer.alloc(0));
    expect(problemOf(await fetchFrom(`${origin}/x.png`))).toEqual([422, 'unprocessable-asset']);
    answer = deliver(undefined, image);
    expect(pathOf(await fetchFrom(`${origin}/x.png`))).toEqual([200, 'x.png']);
  });

  it('are bounded in size and in time', async () => {
    answer = (_request, response) =>
      response.writeHead(200, { 'Content-Length': 50 * MIB }).write(image);
    expect(problemOf(await fetchFrom(`${origin}/told.png`))).toEqual([413, 'too-large']);
    answer = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'image/png' });
      const more = (): void =>
        void response.write(Buffer.alloc(256 * 1024), (error) => {
          if (!error) more();
        });
      more();
    };
    expect(problemOf(await fetchFrom(`${origin}/endless.png`))).toEqual([413, 'too-large']);
    answer = () => undefined;
    expect(problemOf(await fetchFrom(`${origin}/silent.png`))).toEqual([502, 'remote-failed']);
    answer = (_request, response) => {
      response.writeHead(200).write(image.subarray(0, 8));
      const timer = setInterval(() => response.write('x'), 100);
      response.once('close', () => clearInterval(timer));
    };
    expect(problemOf(await fetchFrom(`${origin}/slow.png`))).toEqual([502, 'remote-failed']);
    answer = (_request, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(image);
    expect(problemOf(await fetchFrom(`${origin}/bomb.png`))).toEqual([502, 'remote-failed']);
    expect(await leftovers()).toEqual([]);
  });

  it('go nowhere that is not public or allowed, and say the same of what is there and what is not', async () => {
    const before = asked;
    const { port } = new URL(origin);
    const details = new Set<unknown>();
    for (const url of [
      `http://127.0.0.2:${port}/a.png`,
      `http://[::1]:${port}/a.png`,
      'http://169.254.169.254/latest/meta-data/',
      'http://10.0.0.1/a.png',
      'http://no-such-host.invalid/a.png',
      new URL(server.url).href.replace('127.0.0.1', '127.0.0.3'),
    ]) {
      const refused = await fetchFrom(url);
      expect([url, ...problemOf(refused)]).toEqual([url, 422, 'remote-refused']);
      details.add(refused.body['detail']);
    }
    expect(details.size).toBe(1);
    answer = (_request, response) =>
      response.writeHead(302, { Location: `http://127.0.0.2:${port}/` }).end();
    expect(problemOf(await fetchFrom(`${origin}/turn.png`))).toEqual([422, 'remote-refused']);
    expect(asked).toBe(before + 1);
    await using plain = await startServer();
    const refused = await ask(plain, '/upload/url', 'POST', { url: `${origin}/a.png` });
    expect(problemOf(refused)).toEqual([422, 'remote-refused']);
    expect(asked).toBe(before + 1);
  });

  it.each([
    [{}, 400],
    [{ url: 'file:///etc/passwd' }, 400],
    [{ url: 'http://u:p@127.0.0.1/' }, 400],
    [{ url: `http://a.example/${'x'.repeat(3000)}` }, 400],
    [{ url: 7 }, 400],
    [{ url: 'http://127.0.0.1/', folder: '../up' }, 400],
    [{ url: 'http://127.0.0.1/', name: '../up.png' }, 400],
    [{ url: 'http://127.0.0.1/', name: '' }, 400],
    [{ url: 'http://127.0.0.1/', transformations: Array<string>(21).fill('w_1') }, 400],
    [{ url: 'http://127.0.0.1/', headers: { Cookie: 'x' } }, 400],
  ])('are not made of %j', async (body, status) => {
    const before = asked;
    expect((await ask(server, '/upload/url', 'POST', body)).status).toBe(status);
    expect(asked).toBe(before);
  });

  it('are written down with the reason, without what a query may hide', () => {
    const lines = server.logs.filter((line) => line.includes('"upload.'));
    expect(lines.some((line) => /upload\.success.*sea é\.png/.test(line))).toBe(true);
    expect(lines.some((line) => /upload\.rejected.*remote-refused.*10\.0\.0\.1/.test(line))).toBe(
      true,
    );
    expect(lines.some((line) => line.includes('size=2'))).toBe(false);
  });
});
