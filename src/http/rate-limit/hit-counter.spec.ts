import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testEnvironment } from '../../../test/support/environment.ts';
import {
  temporaryDirectory,
  type TemporaryDirectory,
} from '../../../test/support/temporary-directory.ts';
import { RedisServer } from '../../redis/redis-server.js';
import { FallbackHitCounter } from './fallback-hit-counter.js';
import type { HitCounter } from './hit-counter.js';
import { KeptHitCounter } from './kept-hit-counter.js';
import { MemoryHitCounter } from './memory-hit-counter.js';
import { RedisHitCounter } from './redis-hit-counter.js';
import { RenderBudget } from './render-budget.js';
import { SignInLimits } from './sign-in-limits.js';

let directory: TemporaryDirectory;
let server: RedisServer;
let redis: Redis;

beforeAll(async () => {
  directory = await temporaryDirectory();
  server = await RedisServer.start(join(directory.path, 'redis'));
  redis = new Redis({ path: server.socket, enableAutoPipelining: true });
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
  await directory[Symbol.asyncDispose]();
});

describe.each([
  ['memory', (): HitCounter => new MemoryHitCounter()],
  ['Redis', (): HitCounter => new RedisHitCounter(redis)],
  [
    'the fallback',
    (): HitCounter => new FallbackHitCounter(new RedisHitCounter(redis), new MemoryHitCounter()),
  ],
])('hits counted in %s', (name, make) => {
  it('are counted by key, none lost when they come at once', async () => {
    const counter = make();
    const hits = await Promise.all(Array.from({ length: 150 }, () => counter.hit(`${name}:a`, 60)));
    const counts = hits.map(({ count }) => count).sort((left, right) => left - right);
    expect(counts).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
    expect(hits.every(({ resetSeconds }) => resetSeconds > 0 && resetSeconds <= 60)).toBe(true);
    expect((await counter.hit(`${name}:b`, 60)).count).toBe(1);
  });

  it('can be taken back, and never below none', async () => {
    const counter = make();
    await counter.hit(`${name}:c`, 60);
    await counter.undo(`${name}:c`);
    await counter.undo(`${name}:c`);
    expect((await counter.hit(`${name}:c`, 60)).count).toBe(1);
  });

  it('begin anew when the window ends', async () => {
    const counter = make();
    await counter.hit(`${name}:d`, 1);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await counter.hit(`${name}:d`, 1)).count).toBe(1);
  });
});

describe('MemoryHitCounter', () => {
  it('never cuts a steady caller off', async () => {
    let now = 0;
    const counter = new MemoryHitCounter(() => now);
    let worst = 0;
    for (let second = 0; second < 300; second += 1) {
      now = second * 1000;
      worst = Math.max(worst, (await counter.hit('steady', 60)).count);
    }
    expect(worst).toBe(60);
  });

  it('forgets the oldest key when there are too many', async () => {
    const counter = new MemoryHitCounter(Date.now, 2);
    for (const key of ['a', 'b', 'c']) await counter.hit(key, 60);
    expect((await counter.hit('c', 60)).count).toBe(2);
    expect((await counter.hit('a', 60)).count).toBe(1);
  });
});

describe('KeptHitCounter', () => {
  it('keeps its counts over a restart, once', async () => {
    await using data = await temporaryDirectory();
    const environment = await testEnvironment(data.path);
    const before = new KeptHitCounter(environment);
    await before.onModuleInit();
    await before.hit('a', 60);
    await before.onApplicationShutdown();
    const after = new KeptHitCounter(environment);
    await after.onModuleInit();
    expect((await after.hit('a', 60)).count).toBe(2);
    const later = new KeptHitCounter(environment);
    await later.onModuleInit();
    expect((await later.hit('a', 60)).count).toBe(1);
  });
});

describe('FallbackHitCounter', () => {
  it('counts in the process while the shared store is away', async () => {
    const dead = new Redis({
      port: 1,
      lazyConnect: true,
      enableOfflineQueue: false,
      retryStrategy: () => null,
    });
    dead.on('error', () => undefined);
    const counter = new FallbackHitCounter(new RedisHitCounter(dead), new MemoryHitCounter());
    expect((await counter.hit('a', 60)).count).toBe(1);
    expect((await counter.hit('a', 60)).count).toBe(2);
    await counter.undo('a');
    expect((await counter.hit('a', 60)).count).toBe(2);
    dead.disconnect();
  });
});

describe('RenderBudget', () => {
  it('ends for an address and not for others, and says when it begins anew', async () => {
    const environment = await testEnvironment(directory.path, { PUBLIC_RENDER_RATE: '2' });
    const budget = new RenderBudget(new MemoryHitCounter(), environment);
    await budget.spend('192.0.2.1');
    await budget.spend('192.0.2.1');
    await expect(budget.spend('192.0.2.1')).rejects.toMatchObject({
      code: 'too-many-requests',
      retryAfterSeconds: 60,
    });
    await budget.spend('192.0.2.2');
  });

  it('is without end at 0', async () => {
    const environment = await testEnvironment(directory.path, { PUBLIC_RENDER_RATE: '0' });
    const budget = new RenderBudget(new MemoryHitCounter(), environment);
    for (let index = 0; index < 1000; index += 1) await budget.spend('192.0.2.1');
  });
});

describe('SignInLimits', () => {
  it('slows an address down after ten failures', async () => {
    const limits = new SignInLimits(new MemoryHitCounter());
    for (let index = 0; index < 10; index += 1)
      await limits.begin('192.0.2.1', `${index}@example.com`);
    await expect(limits.begin('192.0.2.1', 'x@example.com')).rejects.toMatchObject({
      code: 'too-many-requests',
    });
    await limits.begin('192.0.2.2', 'x@example.com');
  });

  it('slows an account down after twenty failures from anywhere, however it is spelt', async () => {
    const limits = new SignInLimits(new MemoryHitCounter());
    for (let index = 0; index < 20; index += 1)
      await limits.begin(`192.0.2.${index}`, 'Ada@example.com');
    await expect(limits.begin('198.51.100.1', ' ada@EXAMPLE.com')).rejects.toMatchObject({
      code: 'too-many-requests',
    });
  });

  it('does not count sign-ins that succeed', async () => {
    const limits = new SignInLimits(new MemoryHitCounter());
    for (let index = 0; index < 50; index += 1) {
      await (await limits.begin('192.0.2.1', 'ada@example.com')).succeeded();
    }
  });

  it('let a session give ten wrong passwords, whatever sign-ins and other sessions do', async () => {
    const limits = new SignInLimits(new MemoryHitCounter());
    for (let index = 0; index < 20; index += 1)
      await limits.begin(`192.0.2.${index}`, 'ada@example.com');
    for (let index = 0; index < 9; index += 1) await limits.beginChange('one');
    await (await limits.beginChange('one')).succeeded();
    await limits.beginChange('one');
    await expect(limits.beginChange('one')).rejects.toMatchObject({ code: 'too-many-requests' });
    await limits.beginChange('other');
  });
});
