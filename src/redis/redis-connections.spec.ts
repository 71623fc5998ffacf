import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { untilTrue } from '../../test/support/queue-client.js';
import { startRedis, type RunningRedis } from '../../test/support/redis.js';
import { RedisConnections } from './redis-connections.js';

let redis: RunningRedis;
let operator: Redis;
const opened: RedisConnections[] = [];

beforeEach(async () => {
  redis = await startRedis();
  operator = new Redis(redis.url);
}, 60_000);
afterEach(async () => {
  vi.restoreAllMocks();
  for (const connections of opened.splice(0)) await connections.onApplicationShutdown();
  operator.disconnect();
  await redis[Symbol.asyncDispose]();
});

const connectionsTo = (url: string) => {
  const connections = new RedisConnections({ kind: 'url', url });
  opened.push(connections);
  return connections;
};
const withUser = (user: string) => redis.url.replace('//', `//${user}@`);

describe('a Redis that refuses us', () => {
  it.each([
    ['another password, for another database', () => `${withUser(':right')}/3`, 'WRONGPASS'],
    ['a password, where we have none', () => redis.url, 'NOAUTH'],
  ])(
    'by %s is away, says so once, and lets what waits for it through in the end',
    async (...row) => {
      const [, url, code] = row;
      const warn = vi.spyOn(Logger.prototype, 'warn');
      const log = vi.spyOn(Logger.prototype, 'log');
      await operator.config('SET', 'requirepass', 'other');
      const connections = connectionsTo(url());
      const held: string[] = [];
      // As Bull connects: those that wait for jobs and events do without the check.
      const attempts = [true, false].map((enableReadyCheck) => {
        const client = connections.connect({ maxRetriesPerRequest: null, enableReadyCheck });
        const seen = { count: 0 };
        client.on('connecting', () => (seen.count += 1));
        void client.subscribe('channel').then(() => held.push(`${enableReadyCheck}`));
        return seen;
      });
      await untilTrue(() => Promise.resolve(attempts.every(({ count }) => count >= 2)));
      for (const { count } of attempts) expect(count).toBeLessThanOrEqual(3);
      expect(await connections.isAvailable()).toBe(false);
      expect(connections.trouble).toContain(code);
      expect(held).toEqual([]);

      await operator.config('SET', 'requirepass', code === 'NOAUTH' ? '' : 'right');
      await untilTrue(() => connections.isAvailable());
      await untilTrue(() => Promise.resolve(held.length === 2));
      expect(warn.mock.calls.map(String)).toEqual([expect.stringContaining(code)]);
      expect(log.mock.calls.map(String)).toEqual(['Redis answers.']);
      expect(String([...warn.mock.calls, ...log.mock.calls])).not.toContain('right');
    },
    60_000,
  );

  it('what we need is away while it does, though it answers', async () => {
    await operator.call('ACL', 'SETUSER', 'few', 'on', '>pass', '+@all', '-get', '~*', '&*');
    const connections = connectionsTo(withUser('few:pass'));
    expect(await connections.isAvailable()).toBe(true);
    await expect(connections.connect().get('key')).rejects.toThrow('NOPERM');
    expect(await connections.isAvailable()).toBe(false);
    expect(connections.trouble).toMatch(/NOPERM/);
    expect(connections.trouble).not.toContain('few');
  }, 60_000);
});

describe('a Redis that takes nothing', () => {
  it.each([
    [
      'OOM',
      () => operator.config('SET', 'maxmemory', '1'),
      () => operator.config('SET', 'maxmemory', '0'),
    ],
    ['READONLY', () => operator.replicaof('127.0.0.1', '1'), () => operator.replicaof('NO', 'ONE')],
  ])(
    '(%s) is away, says so, and is there again when it does',
    async (code, end, begin) => {
      const connections = connectionsTo(redis.url);
      expect(await connections.isAvailable()).toBe(true);
      await end();
      expect(await connections.isAvailable()).toBe(false);
      expect(connections.trouble).toContain(code);
      await begin();
      await untilTrue(() => connections.isAvailable());
    },
    60_000,
  );
});
