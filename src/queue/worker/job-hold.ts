import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from 'bull';
import { clientOf } from '../pending-jobs.js';
import { JobLostError, LOCK_MS } from '../queue-options.js';

/** Several times within the life of a lock, and less than the time after which an unlocked job is moved; ms. */
const LOOK_MS = 2_000;
const PATIENCE_MS = 2_000;

/**
 * Renews the lock of a job under way, and takes it again when it ran out while Redis was away and nobody else has the job
 * yet: Bull gives up the first time it cannot renew it, and tells nobody. Answers 0 when the job is no longer ours. One that
 * Redis knows nothing of any more is nobody's, and what is made of it is good all the same.
 */
const HOLD = `
local lock = redis.call('GET', KEYS[1])
if lock and lock ~= ARGV[1] then return 0 end
if not lock then
  if redis.call('EXISTS', KEYS[2]) == 0 then return 1 end
  if not redis.call('LPOS', KEYS[3], ARGV[3]) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SREM', KEYS[4], ARGV[3])
return 1`;

/** Ends a run as soon as its job is no longer ours, and keeps the job ours until then. Stops with `done`. */
export async function watchHold(job: Job, run: AbortController, done: AbortSignal): Promise<void> {
  const isOver = () => done.aborted || run.signal.aborted;
  while (!isOver()) {
    await sleep(LOOK_MS, undefined, { signal: done, ref: false }).catch(() => undefined);
    // While Redis is away nobody else can take the job either.
    if (isOver() || (await hold(job).catch(() => true)) || isOver()) continue;
    run.abort(new JobLostError());
  }
}

/** Whether a job is still ours, at the end of its run; yes when Redis does not say so within moments. */
export function isStillOurs(job: Job): Promise<boolean> {
  const late = sleep(PATIENCE_MS, true, { ref: false });
  return Promise.race([hold(job).catch(() => true), late]);
}

async function hold(job: Job): Promise<boolean> {
  const { queue } = job;
  const id = String(job.id);
  const keys = [`${id}:lock`, id, 'active', 'stalled'].map((key) => queue.toKey(key));
  const token: unknown = Reflect.get(queue, 'token');
  const words = [String(token), LOCK_MS, id];
  const held: unknown = await clientOf(queue).eval(HOLD, keys.length, ...keys, ...words);
  return held === 1;
}

/**
 * Keeps Bull from writing down the end of a run that is of no account: it would count it, and put its failure in the place
 * of what another worker has made of the job.
 */
export function letGo(job: Job): void {
  job.moveToFailed = () => Promise.resolve(null);
}
