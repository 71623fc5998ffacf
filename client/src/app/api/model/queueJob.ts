import type { QueueJobPriority } from './queueJobPriority.ts';
import type { QueueJobStatus } from './queueJobStatus.ts';

export interface QueueJob {
  /** The variant's key: one job makes one variant. */
  id: string;
  path: string;
  /** Canonical text. */
  transformation: string;
  status: QueueJobStatus;
  priority: QueueJobPriority;
  /**
     * Percent.
     * @minimum 0
     * @maximum 100
     */
  progress: number;
  /**
     * Attempts that failed.
     * @minimum 0
     * @maximum 9007199254740991
     */
  attempts: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  maxAttempts: number;
  /** Why the last attempt failed. */
  error?: string;
  createdAt: string;
  startedAt?: string;
  completedAt?: string;
  /** The worker that runs it. */
  workerId?: string;
}
