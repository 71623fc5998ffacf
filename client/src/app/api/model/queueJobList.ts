import type { QueueJob } from './queueJob.ts';

export interface QueueJobList {
  jobs: QueueJob[];
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  total: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  limit: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  offset: number;
}
