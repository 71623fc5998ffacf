import type { PendingVideoStatus } from './pendingVideoStatus.ts';

export interface PendingVideo {
  status: PendingVideoStatus;
  message: string;
  /** Where to ask how far it is. */
  statusUrl: string;
  jobId: string;
  /**
     * Percent.
     * @minimum 0
     * @maximum 100
     */
  progress: number;
}
