import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Environment } from '../../../config/environment.js';
import { NameResolver } from './name-resolver.js';
import { RemoteFiles } from './remote-files.js';

/** A resolver whose names can be made to mean something else from one question to the next, as an attacker's does. */
class ScriptedResolver extends NameResolver {
  readonly asked: string[] = [];

  constructor(private readonly answers: Readonly<Record<string, readonly string[]>>) {
    super();
  }

  override resolve(host: string) {
    const before = this.asked.filter((name) => name === host).length;
    this.asked.push(host);
    const answer = this.answers[host]?.[before] ?? this.answers[host]?.at(-1);
    return answer === undefined
      ? super.resolve(host)
      : Promise.resolve(answer.split(' ').map((address) => ({ address, family: 4 as const })));
  }
}

describe('files from other servers', () => {
  const seen: string[] = [];
  let port = 0;
  let answer: RequestListener = (_request, response) => response.end();
  const server = createServer((request, response) => {
    seen.push(`${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const filesWith = (
    answers: Readonly<Record<string, readonly string[]>> = {},
    networks: readonly string[] = ['127.0.0.1/32'],
  ) => {
    const resolver = new ScriptedResolver(answers);
    const environment = Object.assign(new Environment(), {
      UPLOAD_URL_ALLOWED_NETWORKS: networks,
    });
    return { resolver, files: new RemoteFiles(resolver, environment) };
  };
  const { signal } = new AbortController();
  const codeOf = (files: RemoteFiles, url: string) =>
    files.open(url, signal).then(
      () => 'opened',
      (error: unknown) => (error as { code?: string }).code,
    );

  it('go to the very address that was judged, asked for once', async () => {
    const { files, resolver } = filesWith({ 'moving.example': ['127.0.0.1', '127.0.0.2'] });
    answer = (_request, response) => response.end('bytes');
    const { bytes } = await files.open(`http://moving.example:${port}/a`, signal);
    expect((await buffer(Readable.from(bytes))).toString()).toBe('bytes');
    expect(resolver.asked).toEqual(['moving.example']);
    expect(seen.at(-1)).toBe(`moving.example:${port} /a`);
  });

  it('are refused when any address of the name is not admitted', async () => {
    const before = seen.length;
    const { files } = filesWith({
      'inner.example': ['10.0.0.1'],
      'both.example': ['127.0.0.1 10.0.0.1'],
    });
    for (const host of ['inner.example', 'both.example', 'unknown.invalid', '127.0.0.2', '[::1]'])
      expect([host, await codeOf(files, `http://${host}:${port}/`)]).toEqual([
        host,
        'remote-refused',
      ]);
    expect(seen.length).toBe(before);
  });

  it('are refused in every spelling of an address that is not admitted', async () => {
    const { files } = filesWith({}, []);
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0x7f.1',
      '017700000001',
      '0177.0.0.1',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '①②⑦.⓪.⓪.①',
      '169.254.169.254',
      'localhost',
      'localhost.',
    ])
      expect([host, await codeOf(files, `http://${host}/`)]).toEqual([host, 'remote-refused']);
  });

  it('are judged anew at each redirect', async () => {
    const { files, resolver } = filesWith({ 'turn.example': ['127.0.0.1', '10.0.0.1'] });
    const redirectTo = (location: string) => {
      answer = (_request, response) => response.writeHead(302, { Location: location }).end();
    };
    for (const location of [
      'http://169.254.169.254/latest/meta-data/',
      `http://turn.example:${port}/again`,
      'http://[::1]/',
      '//10.0.0.1/',
    ]) {
      redirectTo(location);
      expect([location, await codeOf(files, `http://127.0.0.1:${port}/`)]).toEqual([
        location,
        'remote-refused',
      ]);
    }
    // The second time it was asked for, the name meant another address.
    expect(resolver.asked.filter((name) => name === 'turn.example').length).toBe(2);
    for (const location of ['file:///etc/passwd', 'ftp://127.0.0.1/', 'http://u:p@127.0.0.1/']) {
      redirectTo(location);
      expect(await codeOf(files, `http://127.0.0.1:${port}/`)).toBe('invalid-request');
    }
  });

  it('are given up when the server changes the protocol, which nobody has asked for', async () => {
    const { files } = filesWith();
    answer = (_request, { socket }) => {
      socket?.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h\r\n\r\n',
      );
    };
    expect(await codeOf(files, `http://127.0.0.1:${port}/`)).toBe('remote-failed');
  });

  it.each([
    'file:///etc/passwd',
    'ftp://example.com/a.jpg',
    'gopher://127.0.0.1/',
    'data:image/png;base64,AA',
    'http://user@example.com/',
    'http://user:password@example.com/',
    'https://',
    '//example.com/a.jpg',
    '/etc/passwd',
    'nonsense',
    'http://exa mple.com/',
    '',
  ])('are not asked for by %j', async (url) => {
    expect(await codeOf(filesWith().files, url)).toBe('invalid-request');
  });

  it.each([
    ['an error', 404, {}],
    ['a part', 206, {}],
    ['nothing', 204, {}],
    ['a redirect to nowhere', 302, {}],
    ['compressed bytes', 200, { 'Content-Encoding': 'gzip' }],
    ['compressed bytes', 200, { 'Content-Encoding': 'br' }],
  ])('are none when the server sends %s', async (_, status, headers) => {
    answer = (_request, response) => response.writeHead(status, headers).end();
    expect(await codeOf(filesWith().files, `http://127.0.0.1:${port}/`)).toBe('remote-failed');
  });

  it('that break off are told of', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write('half', () => response.destroy());
    };
    const { bytes } = await filesWith().files.open(`http://127.0.0.1:${port}/`, signal);
    await expect(buffer(Readable.from(bytes))).rejects.toMatchObject({ code: 'remote-failed' });
  });
});
