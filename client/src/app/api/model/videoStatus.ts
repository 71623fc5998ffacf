import type { VideoStatusStatus } from './videoStatusStatus.ts';

export interface VideoStatus {
  status: VideoStatusStatus;
  /**
     * Percent.
     * @minimum 0
     * @maximum 100
     */
  progress: number;
  jobId?: string;
  queuedAt?: string;
  startedAt?: string;
  completedAt?: string;
  /** Why it could not be made. */
  error?: string;
  /** Where the finished video is. */
  url?: string;
}
