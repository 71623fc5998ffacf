import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartupError } from '../config/startup-error.js';
import { DirectoryLock } from './directory-lock.js';
import { socketPathOf } from './redis-address.js';
import { RedisConnections } from './redis-connections.js';
import { RedisServer } from './redis-server.js';

let directory: string;
const cleanUps: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openinary-redis-test-'));
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await rm(directory, { recursive: true, force: true });
});

async function start(): Promise<{ server: RedisServer; connections: RedisConnections }> {
  const server = await RedisServer.start(directory);
  const connections = new RedisConnections({ kind: 'socket', path: server.socket }, server);
  cleanUps.push(() => connections.onApplicationShutdown());
  return { server, connections };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (await condition()) return;
    await sleep(20);
  }
  throw new Error('The condition did not come true in time.');
}

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('the embedded Redis', () => {
  it('keeps every answered write when it is killed, and comes back by itself', async () => {
    const { server, connections } = await start();
    const client = connections.connect();
    for (let round = 1; round <= 3; round++) {
      await client.incr('count');
      const killed = server.pid ?? 0;
      process.kill(killed, 'SIGKILL');
      await until(() => server.pid !== undefined && server.pid !== killed);
      expect(await client.get('count')).toBe(String(round));
    }
  });

  it('stops with its owner and starts again on the same data', async () => {
    const first = await start();
    await first.connections.connect().set('kept', 'yes');
    const pid = first.server.pid ?? 0;
    await first.connections.onApplicationShutdown();
    expect(alive(pid)).toBe(false);
    const second = await start();
    expect(await second.connections.connect().get('kept')).toBe('yes');
  });

  it('refuses a second owner of the directory with one line', async () => {
    await start();
    const refusal = await DirectoryLock.take(directory).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartupError);
    expect((refusal as Error).message).toMatch(/pid \d+.*DATA_DIR.*REDIS_URL.*DATABASE_URL/);
    expect((refusal as Error).message).not.toContain('\n');
  });

  it('ends an orphan that still serves the directory, and keeps its data', async () => {
    const socket = socketPathOf(directory);
    const orphan = spawn('redis-server', [
      ...['--port', '0', '--unixsocket', socket, '--dir', directory, '--appendonly', 'yes'],
      ...['--pidfile', join(directory, 'redis.pid'), '--save', ''],
    ]);
    const gone = once(orphan, 'exit');
    const before = new RedisConnections({ kind: 'socket', path: socket });
    await before.connect().set('left', 'behind');
    await before.onApplicationShutdown();
    const { connections } = await start();
    await gone;
    expect(await connections.connect().get('left')).toBe('behind');
  });

  it('ends an orphan whose pid file is gone', async () => {
    const socket = socketPathOf(directory);
    const orphan = spawn('redis-server', ['--port', '0', '--unixsocket', socket, '--save', ''], {
      cwd: directory,
    });
    const gone = once(orphan, 'exit');
    const before = new RedisConnections({ kind: 'socket', path: socket });
    await before.connect().ping();
    await before.onApplicationShutdown();
    const { server } = await start();
    await gone;
    expect(server.pid).not.toBe(orphan.pid);
  });

  it('clears a stale socket and a pid file that names somebody else', async () => {
    await writeFile(socketPathOf(directory), '');
    await writeFile(join(directory, 'redis.pid'), String(process.pid));
    const { connections } = await start();
    expect(await connections.connect().ping()).toBe('PONG');
  });
});

describe('a Redis that is away', () => {
  it('is reported at once, and noticed when it comes', async () => {
    const socket = socketPathOf(directory);
    const connections = new RedisConnections({ kind: 'socket', path: socket });
    cleanUps.push(() => connections.onApplicationShutdown());
    const asked = Date.now();
    expect(await connections.isAvailable()).toBe(false);
    expect(Date.now() - asked).toBeLessThan(1500);
    await start();
    await until(() => connections.isAvailable());
  });
});

describe('socketPathOf', () => {
  it('stays within what a unix socket address holds', () => {
    const long = join('/', 'd'.repeat(60), 'e'.repeat(60));
    expect(Buffer.byteLength(socketPathOf(long))).toBeLessThan(108);
    expect(socketPathOf('/data/redis')).toBe('/data/redis/redis.sock');
    expect(socketPathOf(long)).not.toBe(socketPathOf(`${long}f`));
  });
});
