import type { QueueJob } from './queueJob.ts';

export interface JobAnswer {
  success: boolean;
  job: QueueJob;
}
