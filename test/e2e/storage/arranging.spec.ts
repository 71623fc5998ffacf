import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask, listAll } from '../../support/storage-client.ts';
import { upload } from '../../support/upload.ts';

describe('arranging assets', () => {
  let server: RunningServer;
  let image: Buffer;
  beforeAll(async () => {
    server = await startServer();
    image = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const put = async (path: string, fields: Readonly<Record<string, string>> = {}) => {
    const slash = path.lastIndexOf('/');
    const folder = slash === -1 ? '' : path.slice(0, slash);
    const { status, body } = await upload(
      server,
      [{ name: path.slice(slash + 1), content: image }],
      { folder, ...fields },
    );
    expect([status, body.files?.[0]?.path]).toEqual([200, path]);
  };
  const render = async (path: string) => {
    const response = await fetch(`${server.url}/t/w_10,f_png/${path}`);
    await response.arrayBuffer();
    return response.status;
  };
  const variants = async () =>
    (
      await readdir(join(server.dataDirectory, 'cache'), { recursive: true, withFileTypes: true })
    ).filter((entry) => entry.isFile()).length;

  it('lists in every order, page by page', async () => {
    for (const name of ['b.png', 'a.png', 'c.png']) await put(`order/${name}`);
    await put('order/sub/x.png');
    const names = async (query: string) => listAll(server, `path=order&limit=2&${query}`);
    expect(await names('')).toEqual(['order/sub/', 'order/a.png', 'order/b.png', 'order/c.png']);
    expect(await names('sort=-name')).toEqual([
      'order/sub/',
      'order/c.png',
      'order/b.png',
      'order/a.png',
    ]);
    expect(await names('sort=date')).toEqual([
      'order/sub/',
      'order/b.png',
      'order/a.png',
      'order/c.png',
    ]);
    for (const sort of ['size', '-size', 'type', '-type', '-date'])
      expect((await names(`sort=${sort}`)).toSorted()).toHaveLength(4);
    expect(await names('type=video')).toEqual(['order/sub/']);
    expect(await names('search=ORDER/A')).toEqual(['order/a.png']);
    expect(await names('search=png')).toHaveLength(4);
    expect(await names('search=100%25')).toEqual([]);
  });

  it('keeps a cursor good while entries come and go', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await put(`pages/${name}.png`);
    const first = await ask(server, '/storage?path=pages&limit=2');
    expect(first.body.files?.map(({ name }) => name)).toEqual(['a.png', 'b.png']);
    await ask(server, '/storage/pages/b.png', 'DELETE');
    await put('pages/aa.png');
    await put('pages/bb.png');
    const cursor = first.body.nextCursor ?? '';
    const second = await ask(server, `/storage?path=pages&limit=2&cursor=${cursor}`);
    expect(second.body.files?.map(({ name }) => name)).toEqual(['bb.png', 'c.png']);
    expect((await ask(server, '/storage?cursor=bm9uZQ')).status).toBe(400);
    const others = ['path=', 'sort=-name', 'sort=size', 'search=a', 'type=image'];
    for (const other of others.map((query) => `/storage?path=pages&${query}&cursor=${cursor}`)) {
      const refused = await ask(server, other.replace('path=pages&path=', 'path='));
      expect([other, refused.status, refused.body['errors']]).toMatchObject([
        other,
        400,
        [{ parameter: 'cursor' }],
      ]);
    }
    for (const path of ['/storage', '/storage/folders'])
      expect((await ask(server, `${path}?search=a%00b`)).status).toBe(400);
    expect((await ask(server, '/storage?limit=201')).status).toBe(400);
    expect((await ask(server, '/storage?sort=colour')).status).toBe(400);
  });

  it('makes folders, and lists them to pick one from', async () => {
    const made = await ask(server, '/storage/folders', 'POST', { path: 'made/deep' });
    expect([made.status, made.body]).toEqual([
      201,
      { name: 'deep', path: 'made/deep', parent: 'made' },
    ]);
    expect((await ask(server, '/upload/createfolder', 'POST', { path: 'made' })).status).toBe(409);
    expect((await ask(server, '/storage/folders', 'POST', { path: '../x' })).status).toBe(400);
    expect((await ask(server, '/storage/folders', 'POST', { path: 'w_100' })).status).toBe(400);
    const picked = await ask(server, '/storage/folders?search=MADE&limit=1');
    expect(picked.body.folders).toEqual([{ name: 'made', path: 'made', parent: '' }]);
    const next = picked.body.nextCursor ?? '';
    expect((await ask(server, `/storage/folders?limit=1&cursor=${next}`)).status).toBe(400);
    const rest = await ask(server, `/storage/folders?search=made&limit=1&cursor=${next}`);
    expect(rest.body.folders?.[0]?.path).toBe('made/deep');
    expect(rest.body.nextCursor).toBeUndefined();
  });

  it('counts what lies in folders and altogether', async () => {
    const before = (await ask(server, '/storage/stats')).body as never as Stats;
    await put('sums/a.png');
    await put('sums/sub/b.png');
    const summaries = await ask(server, '/storage/folder-summaries?paths=sums&paths=sums/sub');
    expect(summaries.body).toMatchObject({
      summaries: [
        { path: 'sums', fileCount: 2, size: image.length * 2, folderCount: 1 },
        { path: 'sums/sub', fileCount: 1, previews: [{ path: 'sums/sub/b.png' }] },
      ],
    });
    expect((await ask(server, '/storage/folder-summaries?paths=nowhere')).status).toBe(404);
    const after = (await ask(server, '/storage/stats')).body as never as Stats;
    expect(after.storage.fileCount - before.storage.fileCount).toBe(2);
    expect(after.storage.size - before.storage.size).toBe(image.length * 2);
    expect(after.cache.limit).toBeGreaterThan(0);
  });

  it('moves an asset with its tags, and lets its variants go', async () => {
    await put('moving/a.png', { tags: 'harbour' });
    expect(await render('moving/a.png')).toBe(200);
    const count = await variants();
    const moved = await ask(server, '/storage/moving/a.png/move', 'POST', {
      destination: 'moved/',
    });
    expect([moved.status, moved.body]).toEqual([
      201,
      { source: 'moving/a.png', path: 'moved/a.png', fileCount: 1 },
    ]);
    expect(await render('moving/a.png')).toBe(404);
    expect(await variants()).toBe(count - 1);
    expect(await render('moved/a.png')).toBe(200);
    const { body } = await ask(server, '/storage/moved/a.png/metadata');
    expect(body).toMatchObject({ tags: ['harbour'], visibility: 'public', width: 40 });
    expect(await listAll(server, 'path=moved&search=HARBOUR')).toEqual(['moved/a.png']);
  });

  it('renames, and refuses what cannot be', async () => {
    await put('names/a.png');
    await put('names/b.png');
    await put('names/sub/c.png');
    const move = (path: string, destination: string) =>
      ask(server, `/storage/${path}/move`, 'POST', { destination });
    expect((await ask(server, '/storage/names/a.png', 'PATCH', { name: 'z.png' })).body).toEqual({
      path: 'names/z.png',
    });
    expect((await move('names/z.png', 'names/z.png')).status).toBe(409);
    expect((await move('names/z.png', 'names/b.png')).status).toBe(409);
    expect((await move('names/z.png', 'names/sub')).status).toBe(409);
    expect((await move('names/z.png', 'names/z.jpg')).status).toBe(415);
    expect((await move('names', 'names/sub/deeper')).status).toBe(409);
    expect((await move('names', 'names')).status).toBe(409);
    expect((await move('names/sub', 'names/b.png')).status).toBe(409);
    expect((await move('names/none.png', 'names/x.png')).status).toBe(404);
    expect((await move('names/z.png', '../x.png')).status).toBe(400);
    expect((await ask(server, '/storage/names/z.png', 'PATCH', { name: 'a/b.png' })).status).toBe(
      400,
    );
    expect((await ask(server, '/storage/names', 'PATCH', { visibility: 'private' })).status).toBe(
      404,
    );
    expect(await listAll(server, 'path=names')).toEqual([
      'names/sub/',
      'names/b.png',
      'names/z.png',
    ]);
  });

  it('answers 404 to every change of what is not there, however little it asks for', async () => {
    await put('there/a.png');
    for (const path of ['none.png', 'none', 'there/none.png', 'there/a.png/none']) {
      for (const body of [{}, { name: path.split('/').at(-1) }, { name: 'b.png' }, { tags: [] }]) {
        const answer = await ask(server, `/storage/${path}`, 'PATCH', body);
        expect([path, body, answer.status]).toEqual([path, body, 404]);
      }
      for (const [method, url] of [
        ['POST', `/storage/${path}/copy`],
        ['DELETE', `/storage/${path}?recursive=true`],
        ['DELETE', `/invalidate/${path}`],
      ] as const) {
        const answer = await ask(server, url, method, method === 'POST' ? {} : undefined);
        expect([url, answer.status]).toEqual([url, 404]);
      }
    }
    expect((await ask(server, '/storage/there', 'PATCH', {})).body).toEqual({ path: 'there' });
    expect((await ask(server, '/invalidate/there/a.png', 'DELETE')).status).toBe(200);
  });

  it('moves a folder with all in it', async () => {
    await put('tree/a.png');
    await put('tree/sub/b.png', { tags: 'kept', visibility: 'private' });
    await ask(server, '/storage/folders', 'POST', { path: 'tree/empty' });
    await render('tree/a.png');
    const moved = await ask(server, '/storage/tree/move', 'POST', { destination: 'wood/tree' });
    expect(moved.body).toMatchObject({ path: 'wood/tree', fileCount: 2 });
    expect((await ask(server, '/storage?path=tree')).status).toBe(404);
    expect((await ask(server, '/storage?path=wood&depth=3')).body).toMatchObject({
      folders: [
        {
          name: 'tree',
          folders: [{ name: 'empty' }, { name: 'sub', files: [{ tags: ['kept'] }] }],
          files: [{ path: 'wood/tree/a.png' }],
        },
      ],
    });
    expect((await ask(server, '/storage/wood/tree/sub/b.png/metadata')).body).toMatchObject({
      visibility: 'private',
    });
  });

  it('copies assets and folders, marks included', async () => {
    await put('copies/a.png', { tags: '["one","two"]', visibility: 'private' });
    const beside = await ask(server, '/storage/copies/a.png/copy', 'POST', {});
    expect(beside.body).toMatchObject({ path: 'copies/a (1).png', fileCount: 1 });
    const whole = await ask(server, '/storage/copies/copy', 'POST', { destination: 'copies-2' });
    expect(whole.body).toMatchObject({ path: 'copies-2', fileCount: 2 });
    expect((await ask(server, '/storage/copies-2/a.png/metadata')).body).toMatchObject({
      tags: ['one', 'two'],
      visibility: 'private',
    });
    const into = (path: string, destination: string) =>
      ask(server, `/storage/${path}/copy`, 'POST', { destination });
    expect((await into('copies', 'copies-2')).status).toBe(409);
    expect((await into('copies', 'copies/inside')).status).toBe(409);
    expect((await into('copies/a.png', 'copies/a.png')).status).toBe(409);
    expect((await into('nothing.png', 'x.png')).status).toBe(404);
  });

  it('deletes folders only as a whole when told so', async () => {
    await put('gone/a.png');
    await put('gone/sub/b.png');
    await render('gone/sub/b.png');
    const count = await variants();
    expect((await ask(server, '/storage/gone', 'DELETE')).status).toBe(409);
    const { status, body } = await ask(server, '/storage/gone?recursive=true', 'DELETE');
    expect(status).toBe(200);
    expect(body).toMatchObject({ details: { filesDeleted: 2, variantsDeleted: 1 } });
    expect(await variants()).toBe(count - 1);
    expect((await ask(server, '/storage/gone?recursive=true', 'DELETE')).status).toBe(404);
    await ask(server, '/storage/folders', 'POST', { path: 'hollow' });
    expect((await ask(server, '/storage/hollow', 'DELETE')).status).toBe(200);
    expect((await ask(server, '/storage?path=hollow')).status).toBe(404);
  });

  it('lets variants go without their asset', async () => {
    await put('stale.png');
    await render('stale.png');
    const { body } = await ask(server, '/invalidate/stale.png', 'DELETE');
    expect(body).toEqual({ success: true, variantsDeleted: 1 });
    await render('stale.png');
    expect((await ask(server, '/storage/cache/clear', 'POST')).body).toMatchObject({
      success: true,
    });
    expect(await variants()).toBe(0);
  });

  it('finds what was put, replaced and removed by hand', async () => {
    const originals = join(server.dataDirectory, 'originals');
    await put('hand/a.png');
    await put('hand/b.png');
    await rm(join(originals, 'hand/a.png'));
    await writeFile(join(originals, 'hand/b.png'), await readFile(join(originals, 'hand/b.png')));
    await writeFile(join(originals, 'hand/new.png'), image);
    await writeFile(join(originals, 'hand/notes.txt'), 'not an asset');
    const { status, body } = await ask(server, '/storage/reindex', 'POST');
    expect([status, body]).toEqual([200, { success: true, added: 1, changed: 1, removed: 1 }]);
    expect(await listAll(server, 'path=hand')).toEqual(['hand/b.png', 'hand/new.png']);
    expect((await ask(server, '/storage/reindex', 'POST')).body).toMatchObject({
      added: 0,
      changed: 0,
      removed: 0,
    });
  });

  it('writes down who moved, deleted and hid what', async () => {
    await put('audited.png');
    await ask(server, '/storage/audited.png', 'PATCH', { visibility: 'private', tags: ['x'] });
    await ask(server, '/storage/audited.png', 'PATCH', { name: 'audited-2.png' });
    await ask(server, '/storage/audited-2.png', 'DELETE');
    for (const event of ['asset.visibility_changed', 'asset.moved', 'asset.deleted']) {
      const written = () =>
        server.logs.some((line) => line.includes(`"event":"${event}"`) && line.includes('audited'));
      await expect.poll(written).toBe(true);
    }
  });
});

interface Stats {
  readonly storage: { readonly size: number; readonly fileCount: number };
  readonly cache: { readonly limit: number };
}
