import type { Job, JobStatus } from 'bull';
import {
  CANCELLED_REASON,
  INTERRUPTED_REASON,
  type JobState,
  type JobView,
  type VideoJobData,
} from './video-job.js';

/** A job as it is shown. */
export function describeJob(
  job: Job<VideoJobData>,
  bullState: JobStatus | 'stuck',
  workerId: string | undefined,
): JobView {
  const status = stateOf(bullState, job.failedReason);
  const progress: unknown = job.progress();
  return {
    id: String(job.id),
    path: job.data.path,
    transformation: job.data.transformation,
    status,
    priority: job.data.priority,
    progress: status === 'completed' ? 100 : typeof progress === 'number' ? progress : 0,
    attempts: job.attemptsMade,
    maxAttempts: job.opts.attempts ?? 1,
    ...(status !== 'completed' && reasonOf(job.failedReason)),
    createdAt: new Date(job.timestamp),
    ...(typeof job.processedOn === 'number' && { startedAt: new Date(job.processedOn) }),
    ...(typeof job.finishedOn === 'number' && { completedAt: new Date(job.finishedOn) }),
    ...(workerId !== undefined && status === 'processing' && { workerId }),
  };
}

function stateOf(state: JobStatus | 'stuck', reason: string | undefined): JobState {
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
    case 'stuck':
      return 'pending';
  }
}

function reasonOf(reason: string | undefined): { readonly error?: string } {
  if (reason === undefined || reason === '') return {};
  // Bull's own words for a job whose worker died more often than it may.
  return { error: reason.startsWith('job stalled') ? INTERRUPTED_REASON : reason };
}
