import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disagreements } from '../../support/consistency.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask, listAll } from '../../support/storage-client.ts';
import { upload } from '../../support/upload.ts';

const long = (letter: string, length = 200) => letter.repeat(length);
/** Below it a folder with a long name has no path any more. */
const DEEP = [long('g'), long('g'), long('g'), long('g'), long('g', 100)].join('/');

describe('folders whose contents would have paths that are too long', () => {
  let server: RunningServer;
  let image: Buffer;
  beforeAll(async () => {
    server = await startServer();
    image = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
      .jpeg()
      .toBuffer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const put = async (folder: string, ...names: readonly string[]) => {
    const files = names.map((name) => ({ name, content: image }));
    expect((await upload(server, files, { folder, visibility: 'private' })).status).toBe(200);
  };
  const original = (path: string) => join(server.dataDirectory, 'originals', path);
  const metadata = async (path: string) =>
    (await ask(server, `/storage/${path}/metadata`)).body['visibility'];

  it('stay where they are, and are changed at once afterwards', async () => {
    const inner = `lm/${long('w')}`;
    await put(inner, 'k0.jpg', 'k1.jpg');
    const moved = await ask(server, '/storage/lm/move', 'POST', { destination: DEEP });
    expect([moved.status, moved.body['type']]).toEqual([400, '/problems/invalid-path']);
    expect(moved.body['detail']).toContain(`"${DEEP}/${long('w')}`);
    expect(moved.body['detail']).toContain('1024');
    expect(await metadata(`${inner}/k0.jpg`)).toBe('private');
    await put('lm', 'k2.jpg');
    expect((await ask(server, '/storage/lm/k2.jpg', 'DELETE')).status).toBe(200);
    expect(await disagreements(server)).toEqual([]);
    expect(await listAll(server, `path=${long('g')}`).catch(() => [])).toEqual([]);
  });

  it('are not copied there either, and nothing is left of the attempt', async () => {
    await put('cs', 's0.jpg', 's1.jpg');
    await put(`cs/${long('s')}/${long('s')}`, 'f.jpg');
    const destination = [long('e'), long('e'), long('e'), long('e', 100)].join('/');
    const copied = await ask(server, '/storage/cs/copy', 'POST', { destination });
    expect([copied.status, copied.body['type']]).toEqual([400, '/problems/invalid-path']);
    expect(await listAll(server, '')).not.toContain(`${long('e')}/`);
    expect(await disagreements(server)).toEqual([]);
  });

  it('stay also for what came there by hand', async () => {
    await put('hand', 'known.jpg');
    await mkdir(original(`hand/${long('h')}`));
    await writeFile(original(`hand/${long('h')}/new.jpg`), image);
    const moved = await ask(server, '/storage/hand/move', 'POST', { destination: DEEP });
    expect([moved.status, moved.body['type']]).toEqual([400, '/problems/invalid-path']);
    expect(
      (await ask(server, '/storage/hand/move', 'POST', { destination: 'hand-2' })).status,
    ).toBe(201);
    expect((await ask(server, '/storage/reindex', 'POST')).body['added']).toBe(1);
  });

  it('come back at the next start when they were moved all the same, and can be fetched by hand', async () => {
    const { key, dataDirectory, [Symbol.asyncDispose]: dispose } = server;
    await put(`old/${long('o')}`, 'a.jpg');
    await put(`lost/${long('o')}`, 'b.jpg');
    await server.stop();
    // What a version has left that moved first and looked at the paths afterwards.
    await mkdir(dirname(original(DEEP)), { recursive: true });
    await rename(original('old'), original(DEEP));
    await mkdir(original(`top/${dirname(DEEP)}`), { recursive: true });
    await rename(original('lost'), original(`top/${DEEP}`));
    const database = new Sqlite(join(dataDirectory, 'openinary.db'));
    database
      .prepare('insert into storage_operation (kind, source, destination) values (?, ?, ?)')
      .run('move-folder', 'old', DEEP);
    database
      .prepare('insert into asset_reservation (path, visibility, tags) values (?, ?, ?)')
      .run(`${DEEP}/${long('o')}/a.jpg`, 'private', '[]');
    database
      .prepare('insert into asset_reservation (path, visibility, tags) values (?, ?, ?)')
      .run(`top/${DEEP}/${long('o')}/b.jpg`, 'private', '[]');
    database.close();
    const again = await startServer({ dataDirectory });
    server = { ...again, key, [Symbol.asyncDispose]: () => again.stop().then(dispose) };
    expect(await metadata(`old/${long('o')}/a.jpg`)).toBe('private');
    const first = await ask(server, '/storage/reindex', 'POST');
    expect([first.status, first.body['success']]).toEqual([200, true]);
    const warned = () => server.logs.filter((line) => line.includes('can be no assets')).length;
    await expect.poll(warned).toBeGreaterThan(0);
    const shorter = await ask(server, `/storage/top/${long('g')}/move`, 'POST', {
      destination: 'top/g',
    });
    expect(shorter.status).toBe(201);
    expect((await ask(server, '/storage/reindex', 'POST')).body['added']).toBe(1);
    const found = `top/g/${DEEP.slice(201)}/${long('o')}/b.jpg`;
    expect(await metadata(found)).toBe('private');
    expect(await disagreements(server)).toEqual([]);
  });
});
