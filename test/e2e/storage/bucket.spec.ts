import { openAsBlob } from 'node:fs';
import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../../support/fixtures.ts';
import { residentBytes } from '../../support/process-memory.ts';
import { S3Server } from '../../support/s3/s3-server.ts';
import { SilentProxy } from '../../support/silent-proxy.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask, listAll } from '../../support/storage-client.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

const MIB = 1024 * 1024;
/** Far less than the five seconds for which a silent bucket is waited for, on a machine that does much else. */
const AT_ONCE_MS = 3_000;
/** Words of libraries and of the protocol that no client has to read. */
const FOREIGN_WORDS = /smithy|aws|sdk|ECONN|127\.0\.0\.1|AKIA|NoSuch|AccessDenied/i;

/** The film with a `free` box of so many bytes after it, as ISO 14496-12 allows. */
async function enlarged(film: Buffer, bytes: number, file: string): Promise<string> {
  const box = Buffer.alloc(8);
  box.writeUInt32BE(bytes);
  box.write('free', 4);
  await writeFile(file, Buffer.concat([film, box]));
  await truncate(file, film.length + bytes);
  return file;
}

describe('a bucket as the store', () => {
  let s3: S3Server;
  let proxy: SilentProxy;
  let server: RunningServer;
  let image: Buffer;
  beforeAll(async () => {
    s3 = await S3Server.start();
    proxy = await SilentProxy.start(Number(new URL(s3.url).port));
    const env = { ...s3.environment, STORAGE_ENDPOINT: proxy.url, MAX_FILE_SIZE_MB: '400' };
    server = await startServer({ env });
    image = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
    await s3[Symbol.asyncDispose]();
  });
  afterEach(() => {
    s3.intervene = undefined;
    s3.denyListing = false;
  });

  const put = (name: string, fields: Readonly<Record<string, string>> = {}) =>
    upload(server, [{ name, content: image }], fields);
  const get = async (path: string) => {
    const response = await fetch(`${server.url}${path}`);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const statusOf = async (path: string) => (await get(path)).status;
  const ready = () => get('/health/ready');

  /** Uploads a file and downloads it again. */
  const passThrough = async (file: string) => {
    const { size } = await stat(file);
    const form = new FormData();
    form.append('files', await openAsBlob(file), basename(file));
    const stored = await fetch(`${server.url}/upload`, {
      method: 'POST',
      headers: { 'X-API-Key': server.key },
      body: form,
    });
    expect([stored.status, await stored.json()]).toMatchObject([200, { files: [{ size }] }]);
    const delivered = await fetch(`${server.url}/download/${basename(file)}`);
    let received = 0;
    for await (const chunk of delivered.body as AsyncIterable<Uint8Array>) received += chunk.length;
    expect(received).toBe(size);
  };

  it('lets originals and variants lie apart, named as on a disk', async () => {
    await put('a.png', { folder: 'names' });
    expect(await statusOf('/t/w_10,f_png/names/a.png')).toBe(200);
    expect(s3.keys).toContain('originals/names/a.png');
    expect(s3.keys.filter((key) => key.startsWith('cache/'))).toHaveLength(1);
    await ask(server, '/storage/names/a.png', 'DELETE');
    expect(s3.keys).toEqual(['originals/names/']);
  });

  it('is asked once a second at most for what is delivered again and again', async () => {
    await put('hot.png');
    await statusOf('/t/w_10,f_png/hot.png');
    await statusOf('/t/w_11,f_png/hot.png');
    s3.requests.length = 0;
    const startedAt = performance.now();
    for (let count = 0; count < 100; count += 1)
      expect(await statusOf(`/t/w_${10 + (count % 2)},f_png/hot.png`)).toBe(200);
    const seconds = (performance.now() - startedAt) / 1000;
    expect(s3.requests.length).toBeLessThanOrEqual(1 + Math.ceil(seconds));
    expect(new Set(s3.requests)).toEqual(
      new Set(s3.requests.length > 0 ? ['HeadObject originals/hot.png'] : []),
    );
  });

  it('takes and gives large files in the same memory', async () => {
    await using directory = await temporaryDirectory();
    const film = await readFile(await makeClip(directory.path, 'film.mp4', { duration: 0.5 }));
    // What the process needs once, whatever passes through it, it has after the first.
    await passThrough(await enlarged(film, 96 * MIB, join(directory.path, 'first.mp4')));
    const large = await enlarged(film, 256 * MIB, join(directory.path, 'large.mp4'));
    const before = await residentBytes(server.process);
    let most = before;
    const watch = setInterval(() => {
      void residentBytes(server.process).then((bytes) => (most = Math.max(most, bytes)));
    }, 50);
    try {
      await passThrough(large);
    } finally {
      clearInterval(watch);
    }
    expect((most - before) / MIB).toBeLessThan(64);
  });

  it('may be away for a while: what is rendered is shown, the rest is to be asked for again', async () => {
    await put('away.png');
    expect(await statusOf('/t/w_20,f_png/away.png')).toBe(200);
    // Of bytes that no picture was made of yet, so that none are in memory.
    const unseen = await sharp(image).negate({ alpha: false }).png().toBuffer();
    await upload(server, [{ name: 'unseen.png', content: unseen }]);
    await s3.stop();
    try {
      await expect.poll(async () => (await ready()).status, { timeout: 20_000 }).toBe(503);
      expect((await ready()).text).toContain('The storage cannot be reached.');
      expect(await statusOf('/health/live')).toBe(200);
      expect(await statusOf('/t/w_20,f_png/away.png')).toBe(200);
      for (const path of ['/t/away.png', '/t/w_21,f_png/unseen.png', '/download/away.png']) {
        const { status, headers, text } = await get(path);
        expect([status, headers.get('retry-after')]).toEqual([503, '5']);
        expect(text).not.toMatch(FOREIGN_WORDS);
      }
      const refused = await put('new.png');
      expect([refused.status, refused.body.type]).toEqual([503, '/problems/unavailable']);
      expect(JSON.stringify(refused.body)).not.toMatch(FOREIGN_WORDS);
      // The index is ours.
      expect(await listAll(server, '')).toContain('away.png');
    } finally {
      await s3.listen();
    }
    await expect.poll(async () => (await ready()).status, { timeout: 20_000 }).toBe(200);
    expect((await put('new.png')).status).toBe(200);
    expect(await statusOf('/t/w_21,f_png/unseen.png')).toBe(200);
  });

  it('may take connections and say nothing: it is waited for once', async () => {
    await put('silent.png');
    expect(await statusOf('/t/w_22,f_png/silent.png')).toBe(200);
    const timed = async (path: string) => {
      const startedAt = performance.now();
      const { status, headers } = await get(path);
      return { status, retry: headers.get('retry-after'), ms: performance.now() - startedAt };
    };
    // Past the second for which nobody looks.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    proxy.fallSilent();
    try {
      const first = await Promise.all(
        [22, 22, 23].map((width) => timed(`/t/w_${width},f_png/silent.png`)),
      );
      expect(Math.max(...first.map(({ ms }) => ms))).toBeLessThan(10_000);
      expect(first[0]?.status).toBe(200);
      for (let count = 0; count < 20; count += 1) {
        const hit = await timed('/t/w_22,f_png/silent.png');
        expect(hit.status).toBe(200);
        expect(hit.ms).toBeLessThan(AT_ONCE_MS);
        const miss = await timed(`/t/w_${30 + count},f_png/unknown.png`);
        expect([miss.status, miss.retry]).toEqual([503, '5']);
        expect(miss.ms).toBeLessThan(AT_ONCE_MS);
      }
      expect((await put('new silent.png')).status).toBe(503);
      expect((await ready()).status).toBe(503);
    } finally {
      proxy.speak();
    }
    await expect.poll(async () => (await ready()).status, { timeout: 20_000 }).toBe(200);
    expect((await put('new silent.png')).status).toBe(200);
  });

  it('that denies being listed is not ready, and takes nothing', async () => {
    s3.denyListing = true;
    const { status, text } = await ready();
    expect([status, text]).toEqual([
      503,
      expect.stringContaining('The storage denies access to the bucket.') as string,
    ]);
    expect((await put('denied.png')).status).toBe(503);
    expect(await statusOf('/t/nothing.png')).toBe(503);
    s3.denyListing = false;
    expect((await ready()).status).toBe(200);
    expect(await statusOf('/t/nothing.png')).toBe(404);
  });

  it('never shows what was to be private, though nobody knows that it was stored', async () => {
    // Every answer is lost from the moment the object has been written.
    let written = false;
    s3.intervene = ({ operation, key }) => {
      if (!key.endsWith('lost.png')) return undefined;
      written ||= operation === 'PutObject';
      return written ? { loseAnswer: true } : undefined;
    };
    expect((await put('lost.png', { visibility: 'private' })).status).toBe(503);
    s3.intervene = undefined;
    expect(s3.keys).toContain('originals/lost.png');
    for (const path of ['/t/lost.png', '/t/w_10/lost.png', '/download/lost.png'])
      expect(await statusOf(path)).toBe(404);
    expect((await ask(server, '/storage/lost.png/metadata')).body['visibility']).toBe('private');
  });

  it('has moves that fail half way finished in the background, in one piece', async () => {
    for (let number = 0; number < 20; number += 1)
      await put(`${number}.png`, {
        folder: 'half',
        visibility: number === 0 ? 'private' : 'public',
      });
    s3.intervene = ({ operation }) =>
      operation === 'DeleteObjects' ? { status: 403, code: 'AccessDenied' } : undefined;
    const move = () => ask(server, '/storage/half/move', 'POST', { destination: 'whole' });
    expect((await move()).status).toBe(503);
    expect(await statusOf('/t/whole/0.png')).toBe(404);
    s3.intervene = undefined;
    // Who asks again waits for the turn, and finds it done.
    expect((await move()).status).toBe(404);
    expect(await listAll(server, 'path=whole&limit=200')).toHaveLength(20);
    expect(await listAll(server, '')).not.toContain('half/');
    expect([await statusOf('/t/whole/0.png'), await statusOf('/t/whole/1.png')]).toEqual([
      404, 200,
    ]);
  });

  it('and index agree after the server was killed in mid-move', async () => {
    const { dataDirectory, key } = server;
    for (const round of [1, 2, 3]) {
      const [from, to] = [`round ${round}`, `moved ${round}`];
      for (let number = 0; number < 30; number += 1) await put(`${number}.png`, { folder: from });
      let copies = 0;
      const reached = new Promise<void>((resolve) => {
        s3.intervene = ({ operation }) => {
          if (operation === 'CopyObject' && ++copies === round * 8) resolve();
          return undefined;
        };
      });
      const moved = ask(server, `/storage/${encodeURIComponent(from)}/move`, 'POST', {
        destination: to,
      }).catch(() => undefined);
      await reached;
      await server.kill();
      await moved;
      const again = await startServer({ dataDirectory, env: s3.environment });
      server = { ...again, key };
      expect(await listAll(server, '')).not.toContain(`${from}/`);
      expect(await listAll(server, `path=${encodeURIComponent(to)}&limit=200`)).toHaveLength(30);
      expect(s3.keys.filter((name) => name.startsWith(`originals/${to}/`)).length).toBe(31);
      expect(s3.keys.some((name) => name.startsWith(`originals/${from}/`))).toBe(false);
    }
  });
});

describe('a bucket that is away when the server starts', () => {
  it('is not needed for what has been rendered', async () => {
    await using data = await temporaryDirectory();
    await using s3 = await S3Server.start();
    const options = { env: s3.environment, dataDirectory: data.path };
    const content = await fixture('photo.jpg');
    {
      await using before = await startServer(options);
      await upload(before, [{ name: 'kept.jpg', content }]);
      await upload(before, [{ name: 'secret.jpg', content }], { visibility: 'private' });
      for (const name of ['kept.jpg', 'secret.jpg']) {
        const headers = { 'X-API-Key': before.key };
        expect((await fetch(`${before.url}/t/w_20/${name}`, { headers })).status).toBe(200);
      }
    }
    await s3.stop();
    await using server = await startServer(options);
    const statusOf = async (path: string) => (await fetch(`${server.url}${path}`)).status;
    expect(await statusOf('/t/w_20/kept.jpg')).toBe(200);
    expect(await statusOf('/t/w_21/kept.jpg')).toBe(503);
    expect(await statusOf('/t/w_20/secret.jpg')).toBe(404);
    expect(await statusOf('/t/w_20/unknown.jpg')).toBe(503);
  });

  it('is compared with the index once it is there', async () => {
    await using s3 = await S3Server.start();
    await s3.fill(['originals/by hand/a.txt', 'originals/by hand/a.png'], Buffer.from('x'));
    await s3.stop();
    await using server = await startServer({ env: s3.environment });
    await expect
      .poll(() => server.logs.some((line) => line.includes('could not be compared')), {
        timeout: 30_000,
      })
      .toBe(true);
    expect(await listAll(server, '')).toEqual([]);
    await s3.listen();
    await expect.poll(() => listAll(server, ''), { timeout: 30_000 }).toContain('by hand/');
  });
});

describe('a bucket that is described wrongly', () => {
  it('is told of in one line at start when something is missing', async () => {
    const incomplete = {
      STORAGE_DRIVER: 's3',
      STORAGE_BUCKET_NAME: 'photos',
      STORAGE_REGION: 'eu-central-1',
      STORAGE_ACCESS_KEY_ID: 'key',
    };
    await expect(startServer({ env: incomplete })).rejects.toThrow(
      'openinary cannot start: STORAGE_SECRET_ACCESS_KEY: STORAGE_DRIVER=s3 needs it',
    );
  });

  it.each<[Readonly<Record<string, string>>, string]>([
    [
      { STORAGE_SECRET_ACCESS_KEY: 'wrong' },
      'The storage does not accept the configured access key.',
    ],
    [{ STORAGE_BUCKET_NAME: 'missing' }, 'The storage has no bucket of the configured name.'],
  ])('starts, is not ready and says why: %j', async (variables, reason) => {
    await using s3 = await S3Server.start();
    await using server = await startServer({ env: { ...s3.environment, ...variables } });
    const { status, body } = await ask(server, '/health/ready');
    expect([status, body['components']]).toMatchObject([
      503,
      { storage: { status: 'down', reason } },
    ]);
    expect((await upload(server, [{ name: 'a.txt', content: 'x' }])).status).toBe(400);
    expect((await ask(server, '/storage/folders', 'POST', { path: 'x' })).status).toBe(503);
    await expect.poll(() => server.logs.some((line) => line.includes(reason))).toBe(true);
    expect(server.logs.join('\n')).not.toContain('wrong');
    // What is still to be tried holds nobody up.
    expect(await server.stop()).toBe(0);
  });
});
