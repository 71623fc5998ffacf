
export interface QueueWorker {
  id: string;
  host: string;
  pid: number;
  /** Jobs it runs at once. */
  concurrency: number;
  /** Threads of each render. */
  threads: number;
  startedAt: string;
  heartbeatAt: string;
  /** Jobs under way. */
  jobs: string[];
  /** Jobs completed since it started. */
  completed: number;
  /** Attempts that failed since it started. */
  failed: number;
}
