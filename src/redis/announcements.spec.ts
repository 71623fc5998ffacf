import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type RunningRedis } from '../../test/support/redis.js';
import { untilTrue } from '../../test/support/queue-client.js';
import { Announcements } from './announcements.js';
import { RedisConnections } from './redis-connections.js';

describe('Announcements', () => {
  let redis: RunningRedis;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  }, 60_000);
  afterAll(async () => {
    for (const close of closing) await close();
    await redis[Symbol.asyncDispose]();
  });

  /** One process, with what it was told and how often it was told to forget everything. */
  const open = async () => {
    const connections = new RedisConnections({ kind: 'url', url: redis.url });
    const announcements = Announcements.among(connections);
    closing.push(async () => {
      announcements.onApplicationShutdown();
      await connections.onApplicationShutdown();
    });
    const heard: string[] = [];
    const seen = { announcements, heard, gaps: 0 };
    announcements.hear('paths', (subjects) => void heard.push(...subjects));
    announcements.missed.subscribe(() => (seen.gaps += 1));
    await untilTrue(() => Promise.resolve(announcements.isHearing));
    return seen;
  };

  it('reaches every other process, not its own, each topic apart', async () => {
    const [one, two, three] = [await open(), await open(), await open()];
    await one.announcements.tell('paths', ['a.jpg', 'é/b.jpg']);
    await one.announcements.tell('variants', ['c.jpg']);
    expect(two.heard).toEqual(['a.jpg', 'é/b.jpg']);
    expect(three.heard).toEqual(['a.jpg', 'é/b.jpg']);
    expect(one.heard).toEqual([]);
  });

  it('has been heard when telling ends, however fast one looks', async () => {
    const [one, two, three] = [await open(), await open(), await open()];
    for (let count = 0; count < 200; count += 1) {
      const subject = `${count}.jpg`;
      await one.announcements.tell('paths', [subject]);
      expect([two.heard.at(-1), three.heard.at(-1)]).toEqual([subject, subject]);
    }
  });

  it('has been dealt with when telling ends, whatever that takes, or fails with', async () => {
    const [one, two] = [await open(), await open()];
    const done: string[] = [];
    two.announcements.hear('names', async (subjects) => {
      await sleep(100);
      done.push(...subjects);
    });
    await one.announcements.tell('names', ['a']);
    expect(done).toEqual(['a']);
    two.announcements.hear('names', () => Promise.reject(new Error('no name')));
    const before = two.gaps;
    await one.announcements.tell('names', ['%']);
    expect(two.gaps).toBe(before + 1);
  });

  it('does not wait for long for who listens and says nothing', async () => {
    const one = await open();
    const stranger = new Redis(redis.url);
    await stranger.subscribe('openinary:announcements');
    const start = performance.now();
    await one.announcements.tell('paths', ['a.jpg']);
    expect(performance.now() - start).toBeGreaterThan(400);
    for (let count = 0; count < 20; count += 1) await one.announcements.tell('paths', ['a.jpg']);
    expect(performance.now() - start).toBeLessThan(4_000);
    stranger.disconnect();
  });

  it('has everything forgotten at once when Redis goes, and again when it is back', async () => {
    const one = await open();
    const before = one.gaps;
    await redis.stop();
    await untilTrue(() => Promise.resolve(!one.announcements.isHearing));
    expect(one.gaps).toBe(before + 1);
    // Told into the void: it neither fails nor takes long, and is made up for.
    await one.announcements.tell('paths', ['lost.jpg']);
    await redis.start();
    await untilTrue(() => Promise.resolve(one.announcements.isHearing));
    expect(one.gaps).toBeGreaterThan(before + 1);
  }, 60_000);

  it('makes up for what a process could not tell, to those who heard all the time', async () => {
    const [teller, listener] = [await open(), await open()];
    await redis.stop();
    await teller.announcements.tell('paths', ['lost.jpg']);
    await redis.start();
    await untilTrue(() => Promise.resolve(listener.announcements.isHearing));
    const after = listener.gaps;
    await untilTrue(async () => {
      await teller.announcements.tell('paths', ['found.jpg']);
      return listener.heard.includes('found.jpg');
    });
    expect(listener.gaps).toBeGreaterThanOrEqual(after);
  }, 60_000);

  it('notices a Redis that keeps its connections and says nothing', async () => {
    const one = await open();
    redis.freeze();
    await untilTrue(() => Promise.resolve(!one.announcements.isHearing), 20);
    await redis.start();
    await untilTrue(() => Promise.resolve(one.announcements.isHearing));
  }, 60_000);

  it('has told, or been noticed to be away by everybody, when telling ends', async () => {
    const [teller, listener] = [await open(), await open()];
    redis.freeze();
    await teller.announcements.tell('paths', ['a.jpg']);
    expect(listener.announcements.isHearing).toBe(false);
    await redis.start();
    await untilTrue(() => Promise.resolve(listener.announcements.isHearing));
  }, 60_000);

  it('tells a process that shares nothing nothing', async () => {
    const alone = Announcements.ofOneAlone();
    expect(alone.isHearing).toBe(true);
    await alone.tell('paths', ['a.jpg']);
    alone.onApplicationShutdown();
  });
});
