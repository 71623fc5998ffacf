import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenSpan } from './open-span.js';

const MIB = 1024 * 1024;
const LENGTHS = [0, 99, 300_000, 2 * MIB];
const bytes = Buffer.from(Uint32Array.from({ length: MIB }, (_, index) => index).buffer);

let directory: string;
let file: string;
let server: Server;
const failures: unknown[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openinary-span-'));
  file = join(directory, 'numbers');
  await writeFile(file, bytes);
  server = createServer((request, response) => {
    const [start = 0, end = 0] = (request.url ?? '').slice(1).split('-').map(Number);
    OpenSpan.open(file, start, end)
      .then((span) => span.sendTo(response))
      .catch((error: unknown) => failures.push(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true, force: true });
});

const ask = (start: number, end: number): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    get({ port, host: '127.0.0.1', path: `/${start}-${end}` }, resolve).on('error', reject);
  });

describe('an open span', () => {
  it('sends exactly its bytes, to many at once and however slowly they read', async () => {
    const spans = Array.from({ length: 60 }, (_, index) => {
      const start = index * 20_011;
      return { start, end: start + (LENGTHS[index % LENGTHS.length] ?? 0) };
    });
    await Promise.all(
      spans.map(async ({ start, end }, index) => {
        const answer = await ask(start, end);
        const parts: Buffer[] = [];
        for await (const part of answer) {
          parts.push(part as Buffer);
          for (let pause = 0; pause < index % 7; pause++) await turn();
        }
        expect(Buffer.concat(parts).equals(bytes.subarray(start, end + 1))).toBe(true);
      }),
    );
    expect(failures).toEqual([]);
  });

  it('stops when the output is closed, and what others get stays theirs', async () => {
    const left = await Promise.all(Array.from({ length: 10 }, () => ask(0, bytes.length - 1)));
    for (const answer of left) answer.destroy();
    await expect.poll(() => failures.length).toBe(10);
    const whole = await buffer(await ask(0, bytes.length - 1));
    expect(whole.equals(bytes)).toBe(true);
  });

  it('fails where the file ends before it, and when there is none', async () => {
    const short = join(directory, 'short');
    await writeFile(short, bytes);
    const span = await OpenSpan.open(short, 0, bytes.length - 1);
    await truncate(short, 1000);
    const output = new PassThrough().resume();
    await expect(span.sendTo(output)).rejects.toThrow('shorter');
    await expect(OpenSpan.open(join(directory, 'none'), 0, 1)).rejects.toThrow('ENOENT');
  });
});
