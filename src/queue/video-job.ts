/** The name of the queue in Redis. */
export const VIDEO_QUEUE = 'video';

/** What goes first: a smaller number does. */
export const JOB_PRIORITIES = { variant: 5, prewarm: 10 } as const;

/** Why a job was made. */
export type JobPriority = keyof typeof JOB_PRIORITIES;

/** What a worker needs to know to make a variant; kept in Redis, so plain JSON. */
export interface VideoJobData {
  /** The asset's path. */
  readonly path: string;
  /** The version of the asset the job was made for. */
  readonly version: string;
  /** Canonical text. */
  readonly transformation: string;
  /** What the format is chosen from, for the variant's key. */
  readonly choice: string;
  readonly priority: JobPriority;
}

/** Where a job is in its life. */
export const JOB_STATES = ['pending', 'processing', 'completed', 'error', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** A job as it is shown. */
export interface JobView {
  readonly id: string;
  readonly path: string;
  readonly transformation: string;
  readonly status: JobState;
  readonly priority: JobPriority;
  /** Percent. */
  readonly progress: number;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly error?: string;
  readonly createdAt: Date;
  readonly startedAt?: Date;
  readonly completedAt?: Date;
  readonly workerId?: string;
}

/** The reason Redis keeps for a job that somebody cancelled. */
export const CANCELLED_REASON = 'The job was cancelled.';

/** The reason shown for a job whose worker died too often. */
export const INTERRUPTED_REASON = 'The render was interrupted too often.';

/** Our own keys in Redis, apart from those of the queue. */
export const KEYS = {
  events: 'openinary:video:events',
  cancelChannel: 'openinary:video:cancel',
  cancelledJobs: 'openinary:video:cancelled-jobs',
  workers: 'openinary:video:workers',
  workerOf: 'openinary:video:worker-of',
  creationMark: (id: string) => `openinary:video:creation-mark:${id}`,
  cancelMark: (id: string) => `openinary:video:cancel-mark:${id}`,
  jobsOf: (assetDigest: string) => `openinary:video:jobs-of:${assetDigest}`,
} as const;
