import Bull, { type Queue } from 'bull';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testEnvironment } from '../../test/support/environment.js';
import { startRedis, type RunningRedis } from '../../test/support/redis.js';
import { temporaryDirectory } from '../../test/support/temporary-directory.js';
import { AssetPath } from '../assets/asset-path.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { VariantKey } from '../transform/variants/variant-key.js';
import { QueueEvents } from './events/queue-events.js';
import { queueOptions } from './queue-options.js';
import { KEYS, type JobPriority, type VideoJobData } from './video-job.js';
import { VideoJobs } from './video-jobs.js';

let redis: RunningRedis;
let operator: Redis;
let connections: RedisConnections;
let queue: Queue<VideoJobData>;
let jobs: VideoJobs;

beforeAll(async () => {
  redis = await startRedis();
  operator = new Redis(redis.url);
}, 60_000);
afterAll(async () => {
  operator.disconnect();
  await redis[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await operator.flushall();
  await using directory = await temporaryDirectory();
  const environment = await testEnvironment(directory.path, { VIDEO_QUEUE_MAX: '3' });
  connections = new RedisConnections({ kind: 'url', url: redis.url });
  const { name, ...options } = queueOptions(connections, environment);
  queue = new Bull<VideoJobData>(name, options);
  jobs = new VideoJobs(queue, connections, new QueueEvents(connections), environment);
  await queue.isReady();
});
afterEach(async () => {
  await queue.close();
  await connections.onApplicationShutdown();
});

const ID = 'a-variant';
const LONG_AGO = new Date(0);
const ask = (id = ID, priority: JobPriority = 'variant', putAt = LONG_AGO) =>
  jobs.ensure(
    VariantKey.stored('an-asset', id),
    {
      path: 'clip.mp4',
      version: 'v',
      transformation: id,
      choice: 'mp4',
      priority,
    },
    putAt,
  );
const line = () => operator.lrange(queue.toKey('wait'), 0, -1);

describe('jobs', () => {
  it('of which Redis has lost a part are none, and are made anew when they are asked for', async () => {
    await operator.hset(queue.toKey(ID), 'attemptsMade', 1, 'failedReason', 'x');
    await expect(jobs.get(ID)).rejects.toThrow('There is no such job.');
    expect((await ask()).status).toBe('pending');
    expect(await line()).toEqual([ID]);
    // In no line, whole as it is: no worker would ever come upon it.
    await operator.del(queue.toKey('wait'));
    await ask();
    expect(await line()).toEqual([ID]);
  });

  it('are left as they are by who asks for them again while they wait', async () => {
    await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(await line()).toEqual([ID]);
    expect(await jobs.counts()).toMatchObject({ pending: 1, completed: 0, cancelled: 0 });
  });

  it('leave no part of them behind when they are retried and deleted at the same time', async () => {
    for (let round = 0; round < 30; round++) {
      await ask();
      await jobs.cancel(ID);
      const attempts = ['retry', 'delete', 'retry', 'delete'] as const;
      await Promise.allSettled(attempts.map((attempt) => jobs[attempt](ID)));
      const fields = await operator.hkeys(queue.toKey(ID));
      if (fields.length > 0) expect(fields).toContain('data');
      await jobs.delete(ID).catch(() => undefined);
    }
  });

  it('that are retried go before those that are less urgent, and are not cancelled any more', async () => {
    await ask();
    await jobs.cancel(ID);
    await ask('warm', 'prewarm');
    expect(await jobs.counts()).toMatchObject({ pending: 1, error: 0, cancelled: 1 });
    expect((await jobs.retry(ID)).status).toBe('pending');
    expect(await line()).toEqual(['warm', ID]);
    expect(await jobs.counts()).toMatchObject({ pending: 2, error: 0, cancelled: 0 });
    expect((await jobs.list(undefined, 0, 10)).jobs.map(({ id }) => id)).toEqual([ID, 'warm']);
  });

  it('that failed are not tried again by asking, unless the asset has been put there since', async () => {
    await ask();
    await operator.rename(queue.toKey('wait'), queue.toKey('elsewhere'));
    await operator.zadd(queue.toKey('failed'), 1, ID);
    await operator.hset(
      queue.toKey(ID),
      'failedReason',
      'No asset lies there.',
      'finishedOn',
      1_000,
    );
    expect((await ask()).status).toBe('error');
    const asked = Array.from({ length: 4 }, () => ask(ID, 'variant', new Date(2_000)));
    for (const { status, error } of await Promise.all(asked)) {
      expect([status, error]).toEqual(['pending', undefined]);
    }
    expect(await line()).toEqual([ID]);
  });

  it('that are made anew are not cancelled by what an earlier one did not hear', async () => {
    await operator.set(KEYS.cancelMark(ID), '1');
    await ask();
    expect(await operator.exists(KEYS.cancelMark(ID))).toBe(0);
  });

  it('are away while Redis takes nothing, and there are none to go with their asset', async () => {
    await ask();
    await operator.config('SET', 'maxmemory', '1');
    try {
      for (const attempt of [() => ask('new'), () => jobs.cancel(ID), () => jobs.delete(ID)]) {
        await expect(attempt()).rejects.toMatchObject({ code: 'unavailable' });
      }
      expect(await jobs.deleteOf(AssetPath.parse('clip.mp4'))).toBe(0);
    } finally {
      await operator.config('SET', 'maxmemory', '0');
    }
  });

  it('are not made while too many wait, but those that exist are answered for', async () => {
    for (const id of ['one', 'two', 'three']) await ask(id);
    await expect(ask('four')).rejects.toMatchObject({ code: 'too-busy', retryAfterSeconds: 30 });
    expect((await ask('two', 'prewarm')).status).toBe('pending');
    await jobs.cancel('one');
    expect((await ask('four')).status).toBe('pending');
  });
});
