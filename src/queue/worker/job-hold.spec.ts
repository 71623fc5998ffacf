import Bull, { type Job, type Queue } from 'bull';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testEnvironment } from '../../../test/support/environment.js';
import { startRedis, type RunningRedis } from '../../../test/support/redis.js';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { RedisConnections } from '../../redis/redis-connections.js';
import { JobLostError, queueOptions } from '../queue-options.js';
import { isStillOurs, letGo, watchHold } from './job-hold.js';

let redis: RunningRedis;
let operator: Redis;
let connections: RedisConnections;
let queue: Queue;

beforeEach(async () => {
  redis = await startRedis();
  operator = new Redis(redis.url);
  await using directory = await temporaryDirectory();
  connections = new RedisConnections({ kind: 'url', url: redis.url });
  const environment = await testEnvironment(directory.path);
  const { name, ...options } = queueOptions(connections, environment);
  queue = new Bull(name, options);
}, 60_000);
afterEach(async () => {
  await queue.close();
  await connections.onApplicationShutdown();
  operator.disconnect();
  await redis[Symbol.asyncDispose]();
});

const lock = () => queue.toKey('1:lock');

/** Runs a job, and is there when Bull has heard of its end. */
async function whileUnderWay(look: (job: Job) => Promise<void>): Promise<void> {
  const ended = new Promise((resolve) => {
    queue.once('completed', resolve).once('failed', resolve).once('error', resolve);
  });
  void queue.process(1, look).catch(() => undefined);
  await queue.add({});
  await ended;
}

describe('a job under way', () => {
  it('is held again when its lock ran out and nobody has it, and is lost when somebody has', async () => {
    const seen: boolean[] = [];
    let token: string | null = null;
    await whileUnderWay(async (job) => {
      token = await operator.get(lock());
      await operator.del(lock());
      seen.push(await isStillOurs(job));
      expect(await operator.get(lock())).toBe(token);
      // Moved back into the line, for whoever comes.
      await operator.del(lock());
      await operator.rpoplpush(queue.toKey('active'), queue.toKey('elsewhere'));
      seen.push(await isStillOurs(job));
      await operator.rpoplpush(queue.toKey('elsewhere'), queue.toKey('active'));
      await operator.set(lock(), 'another');
      seen.push(await isStillOurs(job));
      // Nothing is known of it, as after a start of Redis without its data: what is made of it is good.
      await operator.del(lock(), queue.toKey('1'));
      seen.push(await isStillOurs(job));
    });
    expect(seen).toEqual([true, false, false, true]);
  });

  it('that another worker has taken is ended, and nothing of its end is written down', async () => {
    const run = new AbortController();
    const done = new AbortController();
    await whileUnderWay(async (job) => {
      await operator.set(lock(), 'another');
      await watchHold(job, run, done.signal);
      letGo(job);
      run.signal.throwIfAborted();
    });
    expect(run.signal.reason).toBeInstanceOf(JobLostError);
    expect(await operator.hmget(queue.toKey('1'), 'failedReason', 'attemptsMade')).toEqual([
      null,
      null,
    ]);
    expect(await operator.lrange(queue.toKey('active'), 0, -1)).toEqual(['1']);
  });
});
