import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';

/** A Redis of a test's own, with an append-only file, on a free port of this machine. */
export interface RunningRedis extends AsyncDisposable {
  readonly url: string;
  /** Kills it. */
  stop(): Promise<void>;
  /** Starts it again on what it has kept. */
  start(): Promise<void>;
  /** Has it say nothing, with its connections open, until `start`. */
  freeze(): void;
}

/** Starts Debian's Redis on a temporary directory. */
export async function startRedis(): Promise<RunningRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'openinary-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | undefined;
  const start = async () => {
    if (server !== undefined) {
      server.kill('SIGCONT');
      return;
    }
    const settings = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--appendonly',
      'yes',
      '--save',
      '',
    ];
    server = spawn('redis-server', settings, { cwd: directory, stdio: 'ignore' });
    await untilItAnswers(url);
  };
  const stop = async () => {
    const stopping = server;
    server = undefined;
    if (stopping?.exitCode !== null) return;
    const gone = new Promise((resolve) => stopping.once('exit', resolve));
    stopping.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url,
    start,
    stop,
    freeze: () => void server?.kill('SIGSTOP'),
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  try {
    await Promise.race([
      client.ping(),
      sleep(30_000).then(() => Promise.reject(new Error('Redis does not start.'))),
    ]);
  } finally {
    client.disconnect();
  }
}
