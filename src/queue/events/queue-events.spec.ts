import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilTrue } from '../../../test/support/queue-client.js';
import { startRedis, type RunningRedis } from '../../../test/support/redis.js';
import { RedisConnections } from '../../redis/redis-connections.js';
import { QueueEvents } from './queue-events.js';

describe('events of the queue', () => {
  let redis: RunningRedis;
  let connections: RedisConnections;
  beforeAll(async () => {
    redis = await startRedis();
    connections = new RedisConnections({ kind: 'url', url: redis.url });
  }, 60_000);
  afterAll(async () => {
    await connections.onApplicationShutdown();
    await redis[Symbol.asyncDispose]();
  });

  it('that happen while Redis is away are told when it is back, also to who asks meanwhile', async () => {
    const events = new QueueEvents(connections);
    const tell = (name: Parameters<QueueEvents['publish']>[0]) =>
      events.publish(name, 'clip.mp4', { jobId: '1' });
    await untilTrue(() => connections.isAvailable());
    await tell('job:created');
    await redis.stop();
    await untilTrue(async () => !(await connections.isAvailable()));
    await tell('job:started');
    await tell('job:progress');
    await tell('job:completed');
    let isWanted = true;
    const meanwhile = events.since('0-0', () => isWanted);
    const nobody = events.since('0-0', () => false);
    expect(await nobody).toEqual([]);
    await redis.start();
    const names = async () => (await events.since('0-0', () => true)).map(({ name }) => name);
    await untilTrue(async () => (await names()).length === 3);
    expect(await names()).toEqual(['job:created', 'job:started', 'job:completed']);
    expect((await meanwhile)[0]?.name).toBe('job:created');
    isWanted = false;
    events.beforeApplicationShutdown();
  }, 60_000);
});
