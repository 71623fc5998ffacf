import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerMalformedRequests, toOriginForm } from './malformed-requests.js';
import { demandHost } from './named-host.js';
import { tellRequestId } from './request-id.js';

const HEAD = 'Host: x\r\nConnection: close\r\n';

describe('what is no HTTP', () => {
  let server: Server;

  beforeEach(async () => {
    const app = express();
    server = createServer({ headersTimeout: 1000, connectionsCheckingInterval: 50 }, app);
    app.use(answerMalformedRequests(server), toOriginForm, tellRequestId, demandHost(server));
    app.post('/upload', (request) => request.resume());
    app.post('/begun', (request, response) => {
      request.resume();
      response.write('begun');
    });
    app.use((request, response) => response.end(`${request.url} ${request.originalUrl}`));
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['a control character in the path', 400, `GET /t/\x0e HTTP/1.1\r\n${HEAD}\r\n`],
    ['a space in the path', 400, `GET /a b HTTP/1.1\r\n${HEAD}\r\n`],
    ['a method that is none', 400, `FETCH / HTTP/1.1\r\n${HEAD}\r\n`],
    [
      'two lengths',
      400,
      `POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n${HEAD}\r\n`,
    ],
    ['the greeting of TLS', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    [
      'a body in wrong chunks',
      400,
      `POST /upload HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${HEAD}\r\nzz\r\n`,
    ],
    ['no host', 400, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['two hosts', 400, `GET / HTTP/1.1\r\nHost: y\r\n${HEAD}\r\n`],
    ['a host that is none', 400, 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n'],
    ['another version', 400, `GET / HTTP/2.0\r\n${HEAD}\r\n`],
    ['a tunnel', 405, `CONNECT x:443 HTTP/1.1\r\n${HEAD}\r\n`],
    ['headers without an end', 431, `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n${HEAD}\r\n`],
    ['a head that does not come', 408, 'GET / HTTP/1.1\r\nHost: x\r\n'],
  ])('is answered with a problem: %s', async (_what, status, words) => {
    const [head = '', body = ''] = (await exchange(words)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('Content-Type: application/problem+json');
    const problem: unknown = JSON.parse(body);
    expect(problem).toMatchObject({ status, instance: '/', detail: expect.any(String) as string });
    const { requestId } = problem as { requestId: string };
    expect(head).toContain(`X-Request-Id: ${requestId}`);
  });

  it('is not answered in the middle of an answer', async () => {
    const words = `POST /begun HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${HEAD}\r\n1\r\na\r\nzz\r\n`;
    const answer = await exchange(words);
    expect(answer).not.toContain('problem');
  });

  it.each(['Host: x:80', 'Host: [::1]:3000', 'Host:', 'hOST: media.example.com', 'HOST: 10.0.0.1'])(
    'does not take in the host of "%s"',
    async (host) => {
      const words = `GET /a HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`;
      expect(await exchange(words)).toContain('200 OK');
    },
  );

  it('does not take in a client of HTTP/1.0, which names no host', async () => {
    expect(await exchange('GET /a HTTP/1.0\r\n\r\n')).toContain('200 OK');
  });

  it.each([
    ['http://x/t/a.jpg?v=1', '/t/a.jpg?v=1'],
    ['HTTPS://user@x:1/a', '/a'],
    ['http://x', '/'],
    ['http://x?v=1', '/?v=1'],
    ['/http://x/a', '/http://x/a'],
    ['//x/a', '//x/a'],
  ])('does not take in %s, which is another way to write %s', async (target, path) => {
    expect(await exchange(`GET ${target} HTTP/1.1\r\n${HEAD}\r\n`)).toContain(`${path} ${path}`);
  });

  it('does not take in an expectation that nobody knows', async () => {
    expect(await exchange(`GET /a HTTP/1.1\r\nExpect: more\r\n${HEAD}\r\n`)).toContain('200 OK');
  });

  function exchange(words: string): Promise<string> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(words, 'latin1');
    return text(socket);
  }
});
