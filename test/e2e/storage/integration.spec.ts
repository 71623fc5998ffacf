import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask, listAll } from '../../support/storage-client.ts';
import { startStore, STORES, type RunningStore } from '../../support/stores.ts';
import { upload } from '../../support/upload.ts';

// What an integrator calls gives the same answers wherever things are kept.
describe.each(STORES)('an integration with %s', (kind) => {
  let store: RunningStore;
  let server: RunningServer;
  let remote: Server;
  let image: Buffer;
  beforeAll(async () => {
    image = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    remote = createServer((_request, response) =>
      response.writeHead(200, { 'Content-Type': 'image/png' }).end(image),
    );
    await new Promise<void>((resolve) => void remote.listen(0, '127.0.0.1', resolve));
    store = await startStore(kind);
    const env = { ...store.environment, UPLOAD_URL_ALLOWED_NETWORKS: '127.0.0.1/32' };
    server = await startServer({ env });
  });
  afterAll(async () => {
    remote.closeAllConnections();
    remote.close();
    await server[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  const statusOf = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${server.url}${path}`, init);
    await response.arrayBuffer();
    return response.status;
  };
  const formOf = (name: string, fields: Readonly<Record<string, string>> = {}) => {
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(image)]), name);
    for (const [field, value] of Object.entries(fields)) form.append(field, value);
    return form;
  };
  const send = async (form: FormData, headers: Readonly<Record<string, string>>) => {
    const response = await fetch(`${server.url}/upload`, { method: 'POST', headers, body: form });
    const body = (await response.json()) as { files?: { path: string }[]; type?: string };
    const replayed = response.headers.get('idempotency-replayed');
    return { status: response.status, replayed, path: body.files?.[0]?.path, type: body.type };
  };

  it('lets a browser upload as often as was signed for, whoever comes first', async () => {
    const wanted = { folder: 'signed', expiresIn: 60, maxFiles: 2 };
    const { body } = await ask(server, '/upload/sign', 'POST', wanted);
    const headers = { 'X-Upload-Signature': String(body['signature']) };
    const answers = await Promise.all(
      ['a.png', 'b.png', 'c.png', 'd.png'].map((name) => send(formOf(name), headers)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 403, 403]);
    expect(await listAll(server, 'path=signed')).toHaveLength(2);
    expect((await send(formOf('e.png'), headers)).type).toBe('/problems/signature-used-up');
  });

  it('answers an upload that is sent again as before', async () => {
    const headers = { 'X-API-Key': server.key, 'Idempotency-Key': 'one' };
    const first = await send(formOf('once.png', { folder: 'again' }), headers);
    const second = await send(formOf('once.png', { folder: 'again' }), headers);
    expect([first, second]).toMatchObject([
      { status: 200, replayed: null, path: 'again/once.png' },
      { status: 200, replayed: 'true', path: 'again/once.png' },
    ]);
    expect((await send(formOf('other.png', { folder: 'again' }), headers)).status).toBe(422);
    expect(await listAll(server, 'path=again')).toEqual(['again/once.png']);
  });

  it('fetches from a URL', async () => {
    const { port } = remote.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/pictures/far%20away.png`;
    const { status, body } = await ask(server, '/upload/url', 'POST', { url, folder: 'fetched' });
    expect([status, body.files?.[0]?.path]).toEqual([200, 'fetched/far away.png']);
    expect(await statusOf('/t/w_10/fetched/far%20away.png')).toBe(200);
  });

  it('keeps transformations under names', async () => {
    await upload(server, [{ name: 'named.png', content: image }]);
    const path = '/named-transformations/small';
    expect((await ask(server, path, 'PUT', { transformation: 'w_12,f_png' })).status).toBeLessThan(
      300,
    );
    const response = await fetch(`${server.url}/t/t_small/named.png`);
    const { width } = await sharp(await response.bytes()).metadata();
    expect([response.status, width]).toEqual([200, 12]);
    expect((await ask(server, path, 'DELETE')).status).toBeLessThan(300);
    expect(await statusOf('/t/t_small/named.png')).toBeGreaterThanOrEqual(400);
  });

  it('shows what is private by a signed URL, as long as that holds', async () => {
    const fields = { folder: 'vault', visibility: 'private', tags: 'Größe' };
    await upload(server, [{ name: 'a.png', content: image }], fields);
    const hidden = ['/t/', '/t/w_9/', '/download/', '/placeholder/', '/video-status/w_9/'];
    for (const route of hidden)
      expect([route, await statusOf(`${route}vault/a.png`)]).toEqual([route, 404]);
    expect(await statusOf('/download-folder/vault')).toBe(401);
    const sign = async (expiresIn: number) => {
      const wanted = { path: 'vault/a.png', transformation: 'w_9', expiresIn };
      const { body } = await ask(server, '/sign', 'POST', wanted);
      return new URL(String(body['url']), server.url).pathname;
    };
    const url = await sign(60);
    expect(await statusOf(url)).toBe(200);
    const at = url.indexOf('s--') + 8;
    const other = url[at] === 'A' ? 'B' : 'A';
    expect(await statusOf(url.slice(0, at) + other + url.slice(at + 1))).toBe(401);
    const short = await sign(1);
    await wait(2100);
    expect(await statusOf(short)).toBe(410);
    expect(await statusOf('/t/vault/a.png', { headers: { 'X-API-Key': server.key } })).toBe(200);
    expect(await listAll(server, 'search=gr%C3%B6%C3%9Fe')).toEqual(['vault/a.png']);
  });

  it('tells what a picture looks like before it is there', async () => {
    await upload(server, [{ name: 'soon.png', content: image }]);
    const response = await fetch(`${server.url}/placeholder/soon.png`);
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { width: 40, height: 30, dominantColor: '#008080' },
    ]);
  });

  it('lists in every order, page by page, while things come and go', async () => {
    const names = ['É.png', 'a.png', 'B.png', 'a 10.png', 'a 2.png', 'z.png'];
    for (const name of names) await upload(server, [{ name, content: image }], { folder: 'list' });
    const sorts = ['name', '-name', 'date', '-date', 'size', '-size', 'type', '-type'];
    for (const sort of sorts) {
      const whole = await listAll(server, `path=list&sort=${sort}`);
      expect([sort, await listAll(server, `path=list&sort=${sort}&limit=1`)]).toEqual([
        sort,
        whole,
      ]);
      expect(new Set(whole).size).toBe(names.length);
    }
    const { body } = await ask(server, '/storage?path=list&limit=2&sort=name');
    await ask(server, `/storage/${body.files?.[1]?.path}`, 'DELETE');
    await upload(server, [{ name: '0.png', content: image }], { folder: 'list' });
    const rest = await ask(server, `/storage?path=list&sort=name&cursor=${body.nextCursor}`);
    expect(rest.body.files).toHaveLength(names.length - 2);
  });

  it('has the index made anew from the store, what people have said of assets included', async () => {
    const { body } = await ask(server, '/storage/reindex', 'POST');
    expect(body).toMatchObject({ success: true, added: 0, changed: 0, removed: 0 });
    const described = await ask(server, '/storage/vault/a.png/metadata');
    expect(described.body).toMatchObject({ visibility: 'private', tags: ['Größe'] });
  });
});
