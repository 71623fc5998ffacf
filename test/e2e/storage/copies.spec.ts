import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { disagreements } from '../../support/consistency.ts';
import { S3Server } from '../../support/s3/s3-server.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask, listAll } from '../../support/storage-client.ts';
import { upload } from '../../support/upload.ts';

const FILES = 8;

describe('the copy of a folder', () => {
  let s3: S3Server;
  let server: RunningServer;
  beforeAll(async () => {
    s3 = await S3Server.start();
    server = await startServer({ env: s3.environment });
    const content = await sharp({
      create: { width: 8, height: 8, channels: 3, background: 'teal' },
    })
      .png()
      .toBuffer();
    const files = Array.from({ length: FILES }, (_, number) => ({
      name: `${number}.png`,
      content,
    }));
    await upload(server, files, { folder: 'model/sub', visibility: 'private' });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await s3[Symbol.asyncDispose]();
  });
  afterEach(() => (s3.intervene = undefined));

  const copy = (destination: string) => ask(server, '/storage/model/copy', 'POST', { destination });
  const keysOf = (folder: string) =>
    s3.keys.filter((key) => key.startsWith(`originals/${folder}/`));
  /** Resolves once so many objects are being copied; the last of them is not. */
  const afterCopies = (
    count: number,
    outcome: { silent: true } | { status: number; code: string },
  ) =>
    new Promise<void>((resolve) => {
      let copies = 0;
      s3.intervene = ({ operation }) => {
        if (operation !== 'CopyObject' || ++copies < count) return undefined;
        resolve();
        return outcome;
      };
    });
  const isAllThere = async (folder: string) => {
    expect(await listAll(server, `path=${folder}/sub&limit=200`)).toHaveLength(FILES);
    const { body } = await ask(server, `/storage/${folder}/sub/7.png/metadata`);
    expect(body['visibility']).toBe('private');
    expect(await disagreements(server, s3)).toEqual([]);
  };

  it('leaves nothing when it fails, and can be made again', async () => {
    void afterCopies(4, { status: 403, code: 'AccessDenied' });
    expect((await copy('failed')).status).toBe(503);
    expect(keysOf('failed')).toEqual([]);
    expect((await ask(server, '/storage?path=failed')).status).toBe(404);
    s3.intervene = undefined;
    expect((await copy('failed')).body['fileCount']).toBe(FILES);
    await isAllThere('failed');
  });

  it('leaves nothing when its client goes away', async () => {
    const client = new AbortController();
    const reached = afterCopies(4, { silent: true });
    const answer = fetch(`${server.url}/storage/model/copy`, {
      method: 'POST',
      headers: { 'X-API-Key': server.key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ destination: 'dropped' }),
      signal: client.signal,
    }).catch(() => undefined);
    await reached;
    expect(keysOf('dropped').length).toBeGreaterThan(1);
    s3.intervene = undefined;
    client.abort();
    await answer;
    await expect.poll(() => keysOf('dropped'), { timeout: 20_000 }).toEqual([]);
    expect((await copy('dropped')).status).toBe(201);
    await isAllThere('dropped');
  });

  it('is finished when the server was killed in the middle of it', async () => {
    const { key, dataDirectory, [Symbol.asyncDispose]: dispose } = server;
    const reached = afterCopies(4, { silent: true });
    const answer = copy('killed').catch(() => undefined);
    await reached;
    await server.kill();
    await answer;
    s3.intervene = undefined;
    const again = await startServer({ dataDirectory, env: s3.environment });
    server = { ...again, key, [Symbol.asyncDispose]: () => again.stop().then(dispose) };
    await expect.poll(() => disagreements(server, s3), { timeout: 20_000 }).toEqual([]);
    await isAllThere('killed');
  });
});
