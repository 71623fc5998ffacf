import type { Job, Queue } from 'bull';
import type { Redis } from 'ioredis';
import { JOB_PRIORITIES, type JobPriority, type VideoJobData } from './video-job.js';

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

/**
 * Moves a job that no worker has taken further ahead, in one step that no worker can come between; where to is Bull's own
 * rule for a new job: before those that are less urgent. One that waits for its next attempt goes ahead once it is in line.
 * Answers 1, or 0 when a worker has taken it in the meantime or it is as urgent already.
 */
const HASTEN = `
local priority = tonumber(ARGV[2])
local before = tonumber(redis.call('HGET', KEYS[5], 'priority') or '0')
if before <= priority then return 0 end
local line
if redis.call('LREM', KEYS[1], 1, ARGV[1]) == 1 then line = KEYS[1]
elseif redis.call('LREM', KEYS[2], 1, ARGV[1]) == 1 then line = KEYS[2]
elseif not redis.call('ZSCORE', KEYS[3], ARGV[1]) then return 0 end
redis.call('HSET', KEYS[5], 'priority', ARGV[2], 'data', ARGV[3], 'opts', ARGV[4])
if not line then return 1 end
redis.call('ZADD', KEYS[4], priority, ARGV[1])
local ahead = redis.call('ZCOUNT', KEYS[4], 0, priority) - 1
local next = redis.call('LINDEX', line, redis.call('LLEN', line) - ahead)
if next then redis.call('LINSERT', line, 'BEFORE', next, ARGV[1])
else redis.call('RPUSH', line, ARGV[1]) end
return 1`;

/** Gives a job that no worker has taken a more urgent priority; false when it is under way, over, or as urgent already. */
export async function hasten(job: Job<VideoJobData>, priority: JobPriority): Promise<boolean> {
  const { queue, data, opts } = job;
  const value = JOB_PRIORITIES[priority];
  if (JOB_PRIORITIES[data.priority] <= value) return false;
  const id = String(job.id);
  const keys = ['wait', 'paused', 'delayed', 'priority', id].map((key) => queue.toKey(key));
  const moved: unknown = await clientOf(queue).eval(
    HASTEN,
    keys.length,
    ...keys,
    id,
    value,
    JSON.stringify({ ...data, priority }),
    JSON.stringify({ ...opts, priority: value }),
  );
  return moved === 1;
}

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
