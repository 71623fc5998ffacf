import { readdir, readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask } from '../../support/storage-client.ts';
import { ADMIN, makeKey } from '../security/requests.ts';

describe('Idempotency-Key', () => {
  let server: RunningServer;
  let admin: string;
  let image: Buffer;
  const env = { ...ADMIN, UPLOAD_URL_ALLOWED_NETWORKS: '127.0.0.1/32' };
  beforeAll(async () => {
    server = await startServer({ env });
    admin = (await makeKey(server, { key: server.key }, { scopes: ['read', 'write', 'admin'] }))
      .key;
    image = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const send = async (
    path: string,
    key: string,
    body: FormData | object,
    credential = admin,
  ): Promise<{ status: number; replayed: boolean; body: Record<string, unknown> }> => {
    const form = body instanceof FormData;
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: {
        'X-API-Key': credential,
        'Idempotency-Key': key,
        ...(!form && { 'Content-Type': 'application/json' }),
      },
      body: form ? body : JSON.stringify(body),
    });
    return {
      status: response.status,
      replayed: response.headers.get('idempotency-replayed') === 'true',
      body: (await response.json()) as Record<string, unknown>,
    };
  };
  const formOf = (name: string, content = image, fields: Readonly<Record<string, string>> = {}) => {
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(content)]), name);
    for (const [field, value] of Object.entries(fields)) form.append(field, value);
    return form;
  };
  const problem = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
    status,
    String(body['type']).replace('/problems/', ''),
  ];
  const stored = async () =>
    (await readdir(join(server.dataDirectory, 'originals'), { recursive: true })).toSorted();

  it('has an upload stored once, whatever its boundary, over a restart', async () => {
    const first = await send('/upload', 'u1', formOf('a.png'));
    const second = await send('/upload', 'u1', formOf('a.png'));
    expect([first.status, first.replayed]).toEqual([200, false]);
    expect([second.status, second.replayed, second.body]).toEqual([200, true, first.body]);
    await server.kill();
    const { key } = server;
    server = Object.assign(await startServer({ env, dataDirectory: server.dataDirectory }), {
      key,
    });
    const third = await send('/upload', 'u1', formOf('a.png'));
    expect([third.status, third.replayed, third.body]).toEqual([200, true, first.body]);
    expect(await stored()).toEqual(['a.png']);
    const partly = formOf('b.png');
    partly.append('files', new Blob(['text']), 'b.txt');
    expect((await send('/upload', 'u2', partly)).status).toBe(207);
    expect(await send('/upload', 'u2', partly)).toMatchObject({ status: 207, replayed: true });
  });

  it('is refused with another file, name, field or route', async () => {
    await send('/upload', 'o1', formOf('c.png'));
    const other = await sharp(image).negate().png().toBuffer();
    for (const form of [
      formOf('d.png'),
      formOf('c.png', other),
      formOf('c.png', image, { folder: 'x' }),
    ])
      expect(problem(await send('/upload', 'o1', form))).toEqual([422, 'idempotency-key-reused']);
    const create = await send('/api-keys/create', 'o1', { name: 'x' });
    expect(problem(create)).toEqual([422, 'idempotency-key-reused']);
  });

  it('belongs to the credential it came with', async () => {
    const mine = await send('/upload', 'm1', formOf('mine.png'));
    const other = (await makeKey(server, { key: admin }, { scopes: ['write'] })).key;
    const theirs = await send('/upload', 'm1', formOf('mine.png'), other);
    expect([theirs.status, theirs.replayed]).toEqual([200, false]);
    expect(theirs.body).not.toEqual(mine.body);
  });

  it('makes one API key, whose secret the database does not hold in clear', async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, () => send('/api-keys/create', 'k1', { name: 'Once' })),
    );
    expect(made.filter(({ status, replayed }) => status === 201 && !replayed).length).toBe(1);
    for (const answer of made.filter(({ status }) => status !== 201))
      expect(problem(answer)).toEqual([409, 'request-in-progress']);
    const again = await send('/api-keys/create', 'k1', { name: 'Once' });
    expect([again.status, again.replayed]).toEqual([201, true]);
    const { keys } = (await ask({ url: server.url, key: admin }, '/api-keys/list'))
      .body as never as {
      keys: { name: string }[];
    };
    expect(keys.filter(({ name }) => name === 'Once').length).toBe(1);
    await send('/api-keys/create', 'k2', { name: 'Order', scopes: ['read', 'write'] });
    const turned = await send('/api-keys/create', 'k2', {
      scopes: ['read', 'write'],
      name: 'Order',
    });
    expect([turned.status, turned.replayed]).toEqual([201, true]);
    const { key } = again.body['apiKey'] as { key: string };
    expect((await ask({ url: server.url, key }, '/storage')).status).toBe(200);
    for (const name of await readdir(server.dataDirectory)) {
      if (!name.includes('.db')) continue;
      const bytes = await readFile(join(server.dataDirectory, name));
      expect([name, bytes.includes(key)]).toEqual([name, false]);
    }
    expect(problem(await send('/api-keys/create', 'k1', { name: 'Twice' }))).toEqual([
      422,
      'idempotency-key-reused',
    ]);
  });

  it('may be used again when the request failed', async () => {
    expect((await send('/upload', 'f1', formOf('f.txt'))).status).toBe(400);
    expect((await send('/upload', 'f1', formOf('f.png'))).status).toBe(200);
    expect((await send('/api-keys/create', 'f2', { name: '' })).status).toBe(400);
    expect((await send('/api-keys/create', 'f2', { name: 'Good' })).status).toBe(201);
    expect(problem(await send('/queue/jobs/nothing/retry', 'f3', {}))).toEqual([404, 'not-found']);
    expect(problem(await send('/queue/jobs/nothing/retry', 'f3', {}))).toEqual([404, 'not-found']);
  });

  it('is in use while the first request is, which ends even when its client has gone', async () => {
    let deliver: () => void = () => undefined;
    let asked = 0;
    const remote = createServer((_request, response) => {
      asked += 1;
      deliver = () => response.end(image);
    });
    await new Promise<void>((resolve) => void remote.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(remote.address() as AddressInfo).port}/slow.png`;
    const body = JSON.stringify({ url });
    const first = httpRequest(`${server.url}/upload/url`, {
      method: 'POST',
      headers: {
        'X-API-Key': admin,
        'Idempotency-Key': 's1',
        'Content-Type': 'application/json',
        'Content-Length': body.length,
      },
    });
    first.on('error', () => undefined);
    first.end(body);
    await expect.poll(() => asked, { timeout: 20_000 }).toBe(1);
    expect(problem(await send('/upload/url', 's1', { url }))).toEqual([409, 'request-in-progress']);
    first.destroy();
    deliver();
    const outcome = async () => (await send('/upload/url', 's1', { url })).status;
    await expect.poll(outcome, { timeout: 20_000 }).toBe(200);
    expect(await send('/upload/url', 's1', { url })).toMatchObject({ status: 200, replayed: true });
    expect(asked).toBe(1);
    expect((await stored()).filter((name) => name.startsWith('slow'))).toEqual(['slow.png']);
    await new Promise((resolve) => remote.close(resolve));
  });

  it.each(['x'.repeat(256), 'with space', 'é', ''])('is refused when it is %j', async (key) => {
    const answer = await send('/api-keys/create', key, { name: 'x' });
    expect(problem(answer)).toEqual([400, 'invalid-request']);
  });
});
