import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limitConnections } from './connection-limits.js';

const IDLE_MS = 300;

describe('limitConnections', () => {
  let server: Server;

  beforeEach(async () => {
    const app = express();
    server = createServer(app);
    app.use(limitConnections(server, { headers: 15_000, idle: IDLE_MS }));
    app.get('/slow', (_request, response) => {
      setTimeout(() => response.end('made'), IDLE_MS * 4);
    });
    app.get('/endless', (_request, response) => {
      response.write(Buffer.alloc(64 * 1024 * 1024));
    });
    app.post('/upload', (request, response) => {
      request.resume().on('end', () => response.end('stored'));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('lets a client wait while it is the server that works', async () => {
    const socket = open('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toContain('200 OK');
  });

  it('lets an upload be slow as long as it goes on', async () => {
    const socket = open('POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n');
    for (let index = 0; index < 20; index += 1) {
      await sleep(IDLE_MS / 10);
      socket.write('x');
    }
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toContain('200 OK');
  });

  it.each([
    ['sends nothing', ''],
    [
      'stops in the middle of an upload',
      'POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx',
    ],
  ])('lets a client go that %s', async (_what, words) => {
    const socket = open(words);
    socket.resume();
    await once(socket, 'close');
  });

  it('lets a client go that does not read', async () => {
    const accepting = once(server, 'connection') as Promise<[Socket]>;
    open('GET /endless HTTP/1.1\r\nHost: x\r\n\r\n').pause();
    const [accepted] = await accepting;
    await once(accepted, 'close');
  });

  it('bounds connections and headers', () => {
    expect(server.maxConnections).toBe(10_000);
    expect(server.maxHeadersCount).toBe(100);
    expect(server.headersTimeout).toBe(15_000);
  });

  function open(words: string): Socket {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    if (words !== '') socket.write(words);
    return socket;
  }
});
