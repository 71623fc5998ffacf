import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unfinished } from '../../support/consistency.ts';
import { untilTrue } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';

const BOUNDARY = 'boundary-of-a-slow-upload';

describe('stopping', () => {
  let server: RunningServer;
  let photo: Buffer;

  beforeEach(async () => {
    // On a machine that does much else the render takes its time.
    server = await startServer({
      env: { SHUTDOWN_TIMEOUT_MS: '90000', TRANSFORM_TIMEOUT_MS: '90000' },
    });
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
    photo = await sharp({
      create: { width: 2400, height: 1800, channels: 3, background: '#888', noise },
    })
      .jpeg({ quality: 80 })
      .toBuffer();
  });
  afterEach(() => server[Symbol.asyncDispose]());

  it('finishes an upload and a render, takes nothing new, and ends with 0', async () => {
    await upload(server, [{ name: 'large.jpg', content: photo }]);
    const render = fetch(`${server.url}/t/w_2000,f_avif,q_90/large.jpg`);
    const slow = startUpload('slow.jpg');
    slow.write(photo.subarray(0, photo.length / 2));
    await untilUploading();
    const ended = server.stop();
    await expect.poll(() => isRefused(server.url)).toBe(true);

    await sleep(700);
    slow.end(Buffer.concat([photo.subarray(photo.length / 2), tail()]));
    const answer = await answerOf(slow);
    expect(await text(answer)).toContain('"path":"slow.jpg"');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers.connection).toBe('close');
    const rendered = await render;
    expect(rendered.status).toBe(200);
    const { format, width } = await sharp(await rendered.arrayBuffer()).metadata();
    expect([format, width]).toEqual(['heif', 2000]);

    expect(await ended).toBe(0);
    // The last lines are about what was finished after the signal: nothing is lost in a buffer.
    expect(server.logs.some((line) => line.includes('"url":"/upload"'))).toBe(true);
    const again = await startServer({ dataDirectory: server.dataDirectory });
    expect((await fetch(`${again.url}/t/slow.jpg`)).status).toBe(200);
    await again.stop();
  }, 120_000);

  it('does not wait for a connection that was opened and never used', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    const stoppedAt = performance.now();
    socket.resume();
    expect(await server.stop()).toBe(0);
    await closed;
    expect(performance.now() - stoppedAt).toBeLessThan(20_000);
  });

  it('serves what comes on kept-alive connections meanwhile, and says not to come again', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.setEncoding('utf8');
    const ask = async (path: string) => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      const [answer] = (await once(socket, 'data')) as [string];
      return answer;
    };
    expect(await ask('/health/ready')).toMatch(/^HTTP\/1\.1 200 [^]*Connection: keep-alive/);
    const ended = server.stop();
    let answer = await ask('/health/ready');
    while (answer.startsWith('HTTP/1.1 200')) answer = await ask('/health/ready');
    expect(answer).toMatch(/^HTTP\/1\.1 503 [^]*Connection: close/);
    expect(await ended).toBe(0);
  });

  it('does not wait for ever for a client that does not go on', async () => {
    await server.stop();
    server = await startServer({ env: { SHUTDOWN_TIMEOUT_MS: '500' } });
    const stalled = startUpload('stalled.jpg');
    stalled.on('error', () => undefined);
    stalled.write(photo.subarray(0, 1000));
    await untilUploading();
    const startedAt = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  /** Until a file of an upload has begun to come in. */
  const untilUploading = () => untilTrue(async () => (await unfinished(server)).length > 0);

  function startUpload(name: string): ClientRequest {
    const outgoing = request(`${server.url}/upload`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${server.key}`,
        'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
      },
    });
    outgoing.write(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n` +
        'Content-Type: image/jpeg\r\n\r\n',
    );
    return outgoing;
  }
});

function tail(): Buffer {
  return Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
}

async function answerOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return answer;
}

function isRefused(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.once('connect', () => resolve(false)).once('error', () => resolve(true));
    socket.once('connect', () => socket.destroy());
  });
}
