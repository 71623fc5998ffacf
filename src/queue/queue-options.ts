import type { QueueOptions } from 'bull';
import type { Environment } from '../config/environment.js';
import { DomainError } from '../errors/domain-error.js';
import type { RedisConnections } from '../redis/redis-connections.js';
import { VIDEO_QUEUE } from './video-job.js';

/** A worker that says nothing for this long is taken for dead, and its job goes to another; ms. */
export const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 300_000;
/** How long a job waits for what it needs and is away: the store, or ffmpeg; ms. */
const OUTAGE_RETRY_MS = 10_000;
const MOST_FINISHED_JOBS = 1_000;

/** Bull's way to say: never again. */
const NEVER = -1;

/** The process is stopping: the job goes back to the queue, and the attempt does not count. */
export class RenderInterruptedError extends Error {
  override readonly name = 'RenderInterruptedError';
}

/** Another worker has the job: this process said nothing for too long. */
export class JobLostError extends Error {
  override readonly name = 'JobLostError';
}

/** Somebody cancelled the job. */
export class JobCancelledError extends Error {
  override readonly name = 'JobCancelledError';
}

/** Failures that would be the same the next time. */
const PERMANENT: ReadonlySet<string> = new Set([
  'unprocessable-asset',
  'invalid-transformation',
  'transformation-not-available',
  'unknown-asset',
]);

/** Whether a failure is for good. */
export function isPermanent(error: unknown): boolean {
  if (error instanceof JobCancelledError) return true;
  return error instanceof DomainError && PERMANENT.has(error.code);
}

/** Whether an attempt counts as none: it was broken off, is another's now, or what every job needs is away. */
export function isUncounted(error: unknown): boolean {
  if (error instanceof RenderInterruptedError || error instanceof JobLostError) return true;
  return error instanceof DomainError && error.code === 'unavailable';
}

/** How long to wait before the next attempt, ms: twice as long each time, and not at all after an interruption. */
function retryDelay(attempts: number, error: unknown): number {
  if (isPermanent(error)) return NEVER;
  if (error instanceof RenderInterruptedError) return 0;
  if (isUncounted(error)) return OUTAGE_RETRY_MS;
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1));
}

/** How Bull runs the queue of videos. */
export function queueOptions(
  connections: RedisConnections,
  environment: Environment,
): QueueOptions & { name: string } {
  const kept = {
    age: environment.VIDEO_JOB_CLEANUP_HOURS * 3600,
    count: MOST_FINISHED_JOBS,
  };
  return {
    name: VIDEO_QUEUE,
    prefix: 'openinary',
    createClient: (type) =>
      connections.connect({
        maxRetriesPerRequest: null,
        enableReadyCheck: type === 'client',
      }),
    settings: {
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      // A render that takes its process down with it must not do so for ever.
      maxStalledCount: environment.VIDEO_JOB_RETRY_MAX,
      backoffStrategies: { video: retryDelay },
      retryProcessDelay: 500,
      guardInterval: 1_000,
    },
    defaultJobOptions: {
      attempts: environment.VIDEO_JOB_RETRY_MAX + 1,
      backoff: { type: 'video' },
      removeOnComplete: kept,
      removeOnFail: kept,
    },
  };
}
