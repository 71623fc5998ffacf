import type { QueueWorker } from './queueWorker.ts';

export interface QueueWorkers {
  workers: QueueWorker[];
  /**
     * Jobs that can run at once, all workers together.
     * @minimum 0
     * @maximum 9007199254740991
     */
  concurrency: number;
  /**
     * Jobs that run now, all workers together.
     * @minimum 0
     * @maximum 9007199254740991
     */
  busy: number;
}
