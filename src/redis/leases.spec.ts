import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type RunningRedis } from '../../test/support/redis.js';
import { Leases } from './leases.js';
import { RedisConnections } from './redis-connections.js';

const PATIENT = new AbortController().signal;

describe('Leases', () => {
  let redis: RunningRedis;
  const opened: RedisConnections[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  }, 60_000);
  afterAll(async () => {
    for (const connections of opened) await connections.onApplicationShutdown();
    await redis[Symbol.asyncDispose]();
  });
  const open = async () => {
    const connections = new RedisConnections({ kind: 'url', url: redis.url });
    opened.push(connections);
    await connections.isAvailable();
    const leases = Leases.among(connections);
    await sleep(100);
    return { leases, connections };
  };

  it('has work done once, for all who want it', async () => {
    const processes = [await open(), await open(), await open()];
    let made: string | undefined;
    let count = 0;
    const want = ({ leases }: { readonly leases: Leases }) =>
      leases.once(
        'one',
        {
          look: () => Promise.resolve(made),
          work: async () => {
            count += 1;
            await sleep(150);
            return (made = 'done');
          },
        },
        PATIENT,
      );
    expect(await Promise.all([...processes, ...processes].map(want))).toEqual(
      Array.from({ length: 6 }, () => 'done'),
    );
    expect(count).toBe(1);
  });

  it('holds for longer than its term as long as the holder lives, and is taken over when it dies', async () => {
    const [holder, other] = [await open(), await open()];
    const begun = Date.now();
    const long = holder.leases.once(
      'two',
      { look: () => Promise.resolve(undefined), work: () => sleep(7_000, 'long') },
      PATIENT,
    );
    await sleep(100);
    let looked = 0;
    const next = other.leases.once(
      'two',
      {
        look: () => Promise.resolve((looked += 1) > 99 ? '' : undefined),
        work: () => Promise.resolve('next'),
      },
      PATIENT,
    );
    expect(await long).toBe('long');
    expect(await next).toBe('next');
    expect(Date.now() - begun).toBeGreaterThanOrEqual(6_900);

    const lost = holder.leases
      .once(
        'three',
        { look: () => Promise.resolve(undefined), work: () => sleep(20_000, 'late') },
        PATIENT,
      )
      .catch(() => 'lost');
    await sleep(100);
    await holder.connections.onApplicationShutdown();
    const takenOver = Date.now();
    const survivor = {
      look: () => Promise.resolve(undefined),
      work: () => Promise.resolve('survivor'),
    };
    expect(await other.leases.once('three', survivor, PATIENT)).toBe('survivor');
    expect(Date.now() - takenOver).toBeLessThan(15_000);
    void lost;
  }, 60_000);

  it('passes to who waits when the work fails, and lets who waits leave', async () => {
    const [one, other] = [await open(), await open()];
    const failing = one.leases.once(
      'four',
      {
        look: () => Promise.resolve(undefined),
        work: () => sleep(300).then(() => Promise.reject(new Error('broken'))),
      },
      PATIENT,
    );
    await sleep(100);
    const plain = { look: () => Promise.resolve(undefined), work: () => Promise.resolve('done') };
    const leaving = other.leases.once('four', plain, AbortSignal.timeout(50));
    const waiting = other.leases.once('four', plain, PATIENT);
    const outcomes = await Promise.allSettled([failing, leaving, waiting]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(outcomes[0]).toMatchObject({ reason: { message: 'broken' } });
  });

  it('lets everybody work while Redis is away', async () => {
    const { leases } = await open();
    await redis.stop();
    const plain = { look: () => Promise.resolve(undefined), work: () => Promise.resolve('done') };
    const begun = Date.now();
    expect(await leases.once('five', plain, PATIENT)).toBe('done');
    expect(Date.now() - begun).toBeLessThan(3_000);
    await redis.start();
  }, 60_000);
});
