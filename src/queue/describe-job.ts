import type { JobStatus } from 'bull';
import {
  CANCELLED_REASON,
  INTERRUPTED_REASON,
  type JobState,
  type JobView,
  type VideoJobData,
} from './video-job.js';

/** What Redis keeps of a job and we show, by the names of Bull, in this order. */
export const KEPT_FIELDS = [
  'data',
  'opts',
  'timestamp',
  'progress',
  'attemptsMade',
  'failedReason',
  'processedOn',
  'finishedOn',
] as const;

/** The texts that Redis keeps of a job. */
export type KeptJob = Readonly<Partial<Record<(typeof KEPT_FIELDS)[number], string>>>;

/** How Bull's own sentences of a worker that no longer holds its job begin: that is no failure of the job. */
const LOST = /^(Missing (lock|key) for job|Lock mismatch for job|Job \S+ is not in the )/;

/** A job as it is shown; undefined when what Redis keeps of it is not a whole job. */
export function describeJob(
  id: string,
  kept: KeptJob,
  bullState: JobStatus,
  workerId: string | undefined,
): JobView | undefined {
  if (kept.data === undefined || kept.opts === undefined || kept.timestamp === undefined) {
    return undefined;
  }
  const data = JSON.parse(kept.data) as VideoJobData;
  const { attempts } = JSON.parse(kept.opts) as { readonly attempts?: number };
  const status = stateOf(bullState, kept.failedReason);
  return {
    id,
    path: data.path,
    transformation: data.transformation,
    status,
    priority: data.priority,
    progress: status === 'completed' ? 100 : Number(kept.progress ?? 0),
    attempts: Number(kept.attemptsMade ?? 0),
    maxAttempts: attempts ?? 1,
    ...(status !== 'completed' && reasonOf(kept.failedReason)),
    createdAt: new Date(Number(kept.timestamp)),
    ...(kept.processedOn !== undefined && { startedAt: new Date(Number(kept.processedOn)) }),
    ...(kept.finishedOn !== undefined && { completedAt: new Date(Number(kept.finishedOn)) }),
    ...(workerId !== undefined && status === 'processing' && { workerId }),
  };
}

function stateOf(state: JobStatus, reason: string | undefined): JobState {
  switch (state) {
    case 'completed':
      return 'completed';
    case 'active':
      return 'processing';
    case 'failed':
      return reason === CANCELLED_REASON ? 'cancelled' : 'error';
    case 'waiting':
    case 'delayed':
    case 'paused':
      return 'pending';
  }
}

function reasonOf(reason: string | undefined): { readonly error?: string } {
  if (reason === undefined || reason === '' || LOST.test(reason)) return {};
  // Bull's own words for a job whose worker died more often than it may.
  return { error: reason.startsWith('job stalled') ? INTERRUPTED_REASON : reason };
}
