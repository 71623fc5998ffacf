import type { JobStatus, Queue } from 'bull';
import { describeJob, KEPT_FIELDS, type KeptJob } from './describe-job.js';
import { clientOf } from './pending-jobs.js';
import { KEYS, type JobState, type JobView } from './video-job.js';

/**
 * Reads a job in one step. Bull asks for the state place by place, and a job that moves in the meantime is in none of them.
 * The line is searched from where the next job is, which is most asked for. Answers the place, the worker and the fields;
 * nothing when there is no such job.
 */
const READ = `
local id = ARGV[1]
if redis.call('EXISTS', KEYS[1]) == 0 then return nil end
local place = 'none'
if redis.call('ZSCORE', KEYS[2], id) then place = 'completed'
elseif redis.call('ZSCORE', KEYS[3], id) then place = 'failed'
elseif redis.call('ZSCORE', KEYS[4], id) then place = 'delayed'
elseif redis.call('LPOS', KEYS[5], id) then place = 'active'
elseif redis.call('LPOS', KEYS[6], id, 'RANK', -1) then place = 'waiting'
elseif redis.call('LPOS', KEYS[7], id) then place = 'paused' end
local worker = redis.call('HGET', KEYS[8], id)
return {place, worker or '', unpack(redis.call('HMGET', KEYS[1], unpack(ARGV, 2)))}`;

/**
 * Removes what is left of a job that a new one is to take the place of: one that has completed, or is none any more because
 * Redis has lost a part of it. Answers 0 when it is a job that waits, runs or has failed, which is left alone.
 */
const CLEAR = `
local id = ARGV[1]
if redis.call('EXISTS', KEYS[2]) == 1 or redis.call('LPOS', KEYS[3], id) then return 0 end
local is_whole = redis.call('HEXISTS', KEYS[1], 'data') == 1
if is_whole and (redis.call('LPOS', KEYS[4], id) or redis.call('LPOS', KEYS[5], id)
  or redis.call('ZSCORE', KEYS[6], id) or redis.call('ZSCORE', KEYS[7], id)) then return 0 end
redis.call('LREM', KEYS[4], 0, id)
redis.call('LREM', KEYS[5], 0, id)
for place = 6, 9 do redis.call('ZREM', KEYS[place], id) end
redis.call('DEL', KEYS[1])
return 1`;

const PLACES: ReadonlySet<string> = new Set<JobStatus>([
  'completed',
  'failed',
  'delayed',
  'active',
  'waiting',
  'paused',
]);

/** Ids or numbers of jobs by state. */
type ByState<T> = Readonly<Record<JobState, T>>;

/** The job of an id; undefined when there is none, or only a part of one. */
export async function readJob(queue: Queue, id: string): Promise<JobView | undefined> {
  const places = ['completed', 'failed', 'delayed', 'active', 'wait', 'paused'];
  const keys = [id, ...places].map((key) => queue.toKey(key));
  const answer: unknown = await clientOf(queue).eval(
    READ,
    keys.length + 1,
    ...keys,
    KEYS.workerOf,
    id,
    ...KEPT_FIELDS,
  );
  if (!Array.isArray(answer)) return undefined;
  const [place, worker, ...values] = answer as readonly unknown[];
  if (!isPlace(place)) return undefined;
  const kept: KeptJob = Object.fromEntries(
    KEPT_FIELDS.map((name, index) => [name, values[index]] as const).filter(
      (field): field is readonly [(typeof field)[0], string] => typeof field[1] === 'string',
    ),
  );
  return describeJob(id, kept, place, typeof worker === 'string' && worker ? worker : undefined);
}

/** Makes room for a new job of that id, unless there is one that waits, runs or has failed. */
export async function clearRemains(queue: Queue, id: string): Promise<void> {
  const lists = ['active', 'wait', 'paused', 'delayed', 'failed', 'completed', 'priority'];
  const keys = [id, `${id}:lock`, ...lists].map((key) => queue.toKey(key));
  await clientOf(queue).eval(CLEAR, keys.length, ...keys, id);
}

/** Ids by state as they are at one moment, the next or the newest first. */
export async function idsByState(queue: Queue): Promise<ByState<readonly string[]>> {
  const [active, wait, paused, delayed, failed, completed, cancelled] = await atOnce<string[]>(
    clientOf(queue)
      .multi()
      .lrange(queue.toKey('active'), 0, -1)
      .lrange(queue.toKey('wait'), 0, -1)
      .lrange(queue.toKey('paused'), 0, -1)
      .zrange(queue.toKey('delayed'), 0, -1)
      .zrange(queue.toKey('failed'), 0, -1, 'REV')
      .zrange(queue.toKey('completed'), 0, -1, 'REV')
      .zrange(KEYS.cancelledJobs, 0, -1),
  );
  const cancelledIds = new Set(cancelled);
  return {
    processing: active?.reverse() ?? [],
    pending: [...(wait?.reverse() ?? []), ...(paused?.reverse() ?? []), ...(delayed ?? [])],
    error: failed?.filter((id) => !cancelledIds.has(id)) ?? [],
    cancelled: failed?.filter((id) => cancelledIds.has(id)) ?? [],
    completed: completed ?? [],
  };
}

/** How many jobs there are in each state at one moment; Redis counts, however many they are. */
export async function countsByState(queue: Queue): Promise<ByState<number>> {
  const [processing = 0, wait = 0, paused = 0, delayed = 0, failed = 0, completed = 0, gone = 0] =
    await atOnce<number>(
      clientOf(queue)
        .multi()
        .llen(queue.toKey('active'))
        .llen(queue.toKey('wait'))
        .llen(queue.toKey('paused'))
        .zcard(queue.toKey('delayed'))
        .zcard(queue.toKey('failed'))
        .zcard(queue.toKey('completed'))
        .zintercard(2, queue.toKey('failed'), KEYS.cancelledJobs),
    );
  const pending = wait + paused + delayed;
  return { pending, processing, completed, error: failed - gone, cancelled: gone };
}

/** What Redis answers to commands that it does in one step, of which the caller knows the kind. */
async function atOnce<T>(commands: {
  exec(): Promise<readonly (readonly [Error | null, unknown])[] | null>;
}): Promise<readonly T[]> {
  const answers = (await commands.exec()) ?? [];
  return answers.map(([error, value]) => {
    if (error !== null) throw error;
    return value as T;
  });
}

function isPlace(place: unknown): place is JobStatus {
  return typeof place === 'string' && PLACES.has(place);
}
