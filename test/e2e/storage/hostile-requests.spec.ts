import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask, listAll } from '../../support/storage-client.ts';
import { startStore, STORES, type RunningStore } from '../../support/stores.ts';
import { upload } from '../../support/upload.ts';

const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What no client should send, and no server should stumble over. */
const BODIES: readonly [string, string, unknown][] = [
  ['PATCH', '/storage/box/a.png', { name: null }],
  ['PATCH', '/storage/box/a.png', { visibility: null }],
  ['PATCH', '/storage/box/a.png', { tags: null }],
  ['PATCH', '/storage/box/a.png', { tags: [null] }],
  ['PATCH', '/storage/box/a.png', { tags: ['a\0b'] }],
  ['PATCH', '/storage/box/a.png', { name: 'a\0b.png' }],
  ['PATCH', '/storage/box/a.png', { name: '\ud800.png' }],
  ['POST', '/storage/box/a.png/copy', { destination: null }],
  ['POST', '/storage/box/a.png/move', { destination: null }],
  ['POST', '/storage/box/a.png/move', { destination: '\udfff/b.png' }],
  ['POST', '/storage/folders', { path: null }],
  ['POST', '/storage/folders', { path: 'lone \ud83d surrogate' }],
  ['POST', '/download-zip', { paths: [null] }],
  ['POST', '/download-zip', { paths: ['\ud800'] }],
  ['POST', '/sign', { path: 'box/a.png', transformation: null }],
  ['POST', '/sign', { path: 'box/a.png', expiresIn: null }],
  ['POST', '/upload/sign', { folder: 'box', expiresIn: 60, maxFiles: null }],
  ['POST', '/upload/url', { url: 'http://192.0.2.1/a.png', tags: null }],
  ['POST', '/upload/url', { url: 'http://192.0.2.1/a.png', visibility: null }],
  ['POST', '/api-keys/create', { name: 'x', scopes: null }],
];

const QUERIES: readonly string[] = [
  '/storage/folders?cursor=!!!',
  '/storage/folders?cursor=%00',
  `/storage/folders?cursor=${Buffer.from('../x').toString('base64url')}`,
  ...['-size', 'date'].map(
    (sort) => `/storage?path=box&sort=${sort}&cursor=${cursorOf(['f', 'text', 'a.png'])}`,
  ),
  `/storage?path=box&sort=name&cursor=${cursorOf(['f', 5, 'a.png'])}`,
  `/storage?path=box&sort=size&cursor=${cursorOf(['f', 1e300, 'a.png'])}`,
  `/storage?path=box&sort=size&cursor=${cursorOf(['f', 1.5, 'a.png'])}`,
  `/storage?path=box&cursor=${cursorOf(['f', 'a\0.png', 'a.png'])}`,
  `/storage?path=box&cursor=${cursorOf(['d', 'a\0'])}`,
  `/storage?path=box&cursor=${cursorOf(['d', '\ud800'])}`,
  '/storage?path=box&search=%00',
  '/storage?search=a%00b',
  '/storage/folders?search=a%00b',
];

describe.each([STORES[0], STORES[2]])('requests that mean no good, with %s', (kind) => {
  let store: RunningStore;
  let server: RunningServer;
  beforeAll(async () => {
    store = await startStore(kind);
    server = await startServer({ env: store.environment });
    const content = await sharp({
      create: { width: 8, height: 8, channels: 3, background: 'teal' },
    })
      .png()
      .toBuffer();
    await upload(server, [{ name: 'a.png', content }], { folder: 'box', tags: 'kept' });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  it.each(BODIES)('are refused: %s %s %j', async (method, path, body) => {
    const answer = await ask(server, path, method, body);
    expect([answer.status, answer.body['type']]).toEqual([
      400,
      expect.stringMatching(/invalid-(request|path)$/) as string,
    ]);
  });

  it.each(QUERIES)('are refused, or harmless: %s', async (path) => {
    const answer = await ask(server, path);
    expect([200, 400]).toContain(answer.status);
  });

  it('have changed nothing', async () => {
    expect(await listAll(server, '')).toEqual(['box/']);
    expect(await listAll(server, 'path=box')).toEqual(['box/a.png']);
    const { body } = await ask(server, '/storage/box/a.png/metadata');
    expect(body).toMatchObject({ tags: ['kept'], visibility: 'public' });
  });
});
