import type { QueueWorker } from './queueWorker.ts';

export interface QueueWorkers {
  workers: QueueWorker[];
  /** Jobs that can run at once, all workers together. */
  concurrency: number;
  /** Jobs that run now, all workers together. */
  busy: number;
}
