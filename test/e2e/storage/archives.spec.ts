import { execFile } from 'node:child_process';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { residentBytes } from '../../support/process-memory.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask } from '../../support/storage-client.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const FILES = 10;
const MOST_GROWTH_MIB = 48;
/** The whole of it takes long on a small machine. What were held back would be in memory by then. */
const ENOUGH = GIB;
const run = promisify(execFile);
/** Python's reader is not the writer's relative: it checks names, sizes and checksums for itself. */
const READ_ZIP = `
import sys, zipfile, json
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(json.dumps([[i.filename, i.file_size] for i in z.infolist()]))
`;

describe('archives', () => {
  let server: RunningServer;
  let image: Buffer;
  beforeAll(async () => {
    server = await startServer();
    image = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    for (const folder of ['box', 'box/sub é']) {
      await upload(server, [{ name: 'a.png', content: image }], { folder });
      await upload(server, [{ name: 'b.png', content: image }], { folder, visibility: 'private' });
    }
    for (const name of ['C:evil.png', 'C_evil.png', 'nul.png', 'why?.png'])
      await upload(server, [{ name, content: image }], { folder: 'names' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const download = (path: string, init: RequestInit = {}) =>
    fetch(`${server.url}${path}`, {
      ...init,
      headers: { 'X-API-Key': server.key, 'Content-Type': 'application/json' },
    });
  const select = (paths: readonly string[]) =>
    download('/download-zip', { method: 'POST', body: JSON.stringify({ paths }) });
  const entriesOf = async (response: Response): Promise<[string, number][]> => {
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'a.zip');
    await writeFile(file, await response.bytes());
    return JSON.parse((await run('python3', ['-c', READ_ZIP, file])).stdout) as [string, number][];
  };

  it('holds a folder with all in it', async () => {
    const response = await download('/download-folder/box');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=box.zip');
    const names = ['box/a.png', 'box/b.png', 'box/sub é/a.png', 'box/sub é/b.png'];
    expect(await entriesOf(response)).toEqual(names.map((name) => [name, image.length]));
    const inner = await entriesOf(await download(`/download-folder/box/${encodeURI('sub é')}`));
    expect(inner.map(([name]) => name)).toEqual(['sub é/a.png', 'sub é/b.png']);
  });

  it('holds a selection, each file once, and no name that leads elsewhere', async () => {
    const selection = ['box/sub é/', 'box/sub é/a.png', 'names'];
    const names = (await entriesOf(await select(selection))).map(([name]) => name);
    const safe = ['C_evil.png', 'C_evil (1).png', '_nul.png', 'why_.png'];
    expect(names).toEqual([
      'box/sub é/a.png',
      'box/sub é/b.png',
      ...safe.map((name) => `names/${name}`),
    ]);
    const inner = await entriesOf(await select(['names/C_evil.png', 'names/C:evil.png']));
    expect(inner.map(([name]) => name)).toEqual(['names/C_evil.png', 'names/C_evil (1).png']);
  });

  it('is described without being made', async () => {
    const response = await download('/download-folder/box', { method: 'HEAD' });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/zip',
    ]);
    expect((await download('/download-folder/nowhere', { method: 'HEAD' })).status).toBe(404);
  });

  it('is refused as a whole when something of it is not there', async () => {
    expect((await select(['box/a.png', 'box/none.png'])).status).toBe(404);
    expect((await select(['../box'])).status).toBe(400);
    expect((await select([])).status).toBe(400);
    expect((await select(Array.from({ length: 1001 }, () => 'box'))).status).toBe(400);
    expect((await download('/download-folder/nowhere')).status).toBe(404);
    expect((await fetch(`${server.url}/download-folder/box`)).status).toBe(401);
  });

  it('is made while it is sent, in the same memory however large it is', async () => {
    // One that has sent nothing before: what its first archive takes counts, too.
    await using cold = await startServer();
    const folder = join(cold.dataDirectory, 'originals/large');
    await mkdir(folder, { recursive: true });
    for (let number = 0; number < FILES; number += 1) {
      await using file = await open(join(folder, `${number}.mp4`), 'w');
      await file.truncate(GIB);
    }
    await ask(cold, '/storage/reindex', 'POST');
    const ofCold = () =>
      fetch(`${cold.url}/download-folder/large`, { headers: { 'X-API-Key': cold.key } });
    const before = await residentBytes(cold.process);
    const response = await ofCold();
    let [received, most, checkedAt] = [0, 0, 0];
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      received += chunk.length;
      if (received >= ENOUGH) break;
      if (received - checkedAt < 16 * MIB) continue;
      checkedAt = received;
      most = Math.max(most, await residentBytes(cold.process));
    }
    expect(received).toBeGreaterThanOrEqual(ENOUGH);
    expect((most - before) / MIB).toBeLessThan(MOST_GROWTH_MIB);
    // The one who left holds nothing open: eight more can be sent.
    for (let count = 0; count < 8; count += 1) {
      const again = await ofCold();
      expect(again.status).toBe(200);
      await again.body?.cancel();
    }
    expect((await ofCold()).status).toBe(200);
  });
});
