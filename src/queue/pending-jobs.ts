import type { Queue } from 'bull';
import type { Redis } from 'ioredis';

/**
 * Moves a job that no worker has taken to the failed ones, in one step that no worker can come between: Bull can only
 * remove such a job, which would lose its history. Answers 1, or 0 when a worker has taken it in the meantime.
 */
const CANCEL = `
local taken = redis.call('LREM', KEYS[1], 1, ARGV[1]) + redis.call('LREM', KEYS[2], 1, ARGV[1])
  + redis.call('ZREM', KEYS[3], ARGV[1])
if taken == 0 then return 0 end
redis.call('ZREM', KEYS[4], ARGV[1])
redis.call('ZADD', KEYS[5], ARGV[2], ARGV[1])
redis.call('HSET', KEYS[6], 'failedReason', ARGV[3], 'finishedOn', ARGV[2])
return 1`;

/** Takes a waiting or delayed job out of the line, as failed with `reason`; false when it was not in the line. */
export async function failPending(queue: Queue, id: string, reason: string): Promise<boolean> {
  const keys = ['wait', 'paused', 'delayed', 'priority', 'failed', id].map((key) =>
    queue.toKey(key),
  );
  const taken: unknown = await clientOf(queue).eval(
    CANCEL,
    keys.length,
    ...keys,
    id,
    Date.now(),
    reason,
  );
  return taken === 1;
}

/** Ids by where the jobs are, the next or the newest first. */
export async function idsByPlace(queue: Queue): Promise<{
  readonly processing: readonly string[];
  readonly pending: readonly string[];
  readonly failed: readonly string[];
  readonly completed: readonly string[];
}> {
  const client = clientOf(queue);
  const [active, wait, paused, delayed, failed, completed] = await Promise.all([
    client.lrange(queue.toKey('active'), 0, -1),
    client.lrange(queue.toKey('wait'), 0, -1),
    client.lrange(queue.toKey('paused'), 0, -1),
    client.zrange(queue.toKey('delayed'), 0, -1),
    client.zrange(queue.toKey('failed'), 0, -1, 'REV'),
    client.zrange(queue.toKey('completed'), 0, -1, 'REV'),
  ]);
  const pending = [...wait.reverse(), ...paused.reverse(), ...delayed];
  return { processing: active.reverse(), pending, failed, completed };
}

/** The queue's own connection. */
export function clientOf(queue: Queue): Redis {
  return queue.client;
}
