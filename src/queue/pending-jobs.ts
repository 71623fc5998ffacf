import type { Job, Queue } from 'bull';
import type { Redis } from 'ioredis';
import {
  CANCELLED_REASON,
  JOB_PRIORITIES,
  KEYS,
  type JobPriority,
  type VideoJobData,
} from './video-job.js';

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
redis.call('ZADD', KEYS[7], ARGV[2], ARGV[1])
return 1`;

/** Puts a job into a line where Bull's own rule for a new one has it: before those that are less urgent. */
const INSERT = `
local function insert(line, priorities, id, priority)
  redis.call('ZADD', priorities, priority, id)
  local ahead = redis.call('ZCOUNT', priorities, 0, priority) - 1
  local next = redis.call('LINDEX', line, redis.call('LLEN', line) - ahead)
  if next then redis.call('LINSERT', line, 'BEFORE', next, id)
  else redis.call('RPUSH', line, id) end
end`;

/**
 * Moves a job that no worker has taken further ahead, in one step that no worker can come between; one that waits for its next attempt goes ahead once it is in line.
 * Answers 1, or 0 when a worker has taken it in the meantime or it is as urgent already.
 */
const HASTEN = `${INSERT}
local priority = tonumber(ARGV[2])
local before = tonumber(redis.call('HGET', KEYS[5], 'priority') or '0')
if before <= priority then return 0 end
local line
if redis.call('LREM', KEYS[1], 1, ARGV[1]) == 1 then line = KEYS[1]
elseif redis.call('LREM', KEYS[2], 1, ARGV[1]) == 1 then line = KEYS[2]
elseif not redis.call('ZSCORE', KEYS[3], ARGV[1]) then return 0 end
redis.call('HSET', KEYS[5], 'priority', ARGV[2], 'data', ARGV[3], 'opts', ARGV[4])
if not line then return 1 end
insert(line, KEYS[4], ARGV[1], priority)
return 1`;

/**
 * Moves a failed job back into the line in one step: Bull does not mind what is urgent then, and what we would write to a job
 * before or after could come to one that is gone, and make something of it that is no job.
 */
const READMIT = `${INSERT}
if redis.call('HEXISTS', KEYS[6], 'data') == 0 then return 0 end
if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('DEL', KEYS[7])
redis.call('ZREM', KEYS[8], ARGV[1])
redis.call('HDEL', KEYS[6], 'finishedOn', 'processedOn', 'failedReason', 'stacktrace')
redis.call('HSET', KEYS[6], 'attemptsMade', 0, 'progress', 0, 'stalledCounter', 0)
local line = redis.call('EXISTS', KEYS[4]) == 1 and KEYS[3] or KEYS[2]
insert(line, KEYS[5], ARGV[1], tonumber(redis.call('HGET', KEYS[6], 'priority') or '0'))
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

/** Takes a waiting or delayed job out of the line, as cancelled; false when it was not in the line. */
export async function cancelPending(queue: Queue, id: string): Promise<boolean> {
  const places = ['wait', 'paused', 'delayed', 'priority', 'failed', id];
  const keys = [...places.map((key) => queue.toKey(key)), KEYS.cancelledJobs];
  const taken: unknown = await clientOf(queue).eval(
    CANCEL,
    keys.length,
    ...keys,
    id,
    Date.now(),
    CANCELLED_REASON,
  );
  return taken === 1;
}

/** Puts a failed or cancelled job in line again, as if it had not been tried; false when it is not among the failed ones. */
export async function readmit(job: Job<VideoJobData>): Promise<boolean> {
  const { queue } = job;
  const id = String(job.id);
  const places = ['failed', 'wait', 'paused', 'meta-paused', 'priority', id];
  const keys = [...places.map((key) => queue.toKey(key)), KEYS.cancelMark(id), KEYS.cancelledJobs];
  const moved: unknown = await clientOf(queue).eval(READMIT, keys.length, ...keys, id);
  return moved === 1;
}

/** The queue's own connection. */
export function clientOf(queue: Queue): Redis {
  return queue.client;
}
