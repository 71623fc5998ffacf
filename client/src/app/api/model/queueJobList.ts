import type { QueueJob } from './queueJob.ts';

export interface QueueJobList {
  jobs: QueueJob[];
  total: number;
  limit: number;
  offset: number;
}
