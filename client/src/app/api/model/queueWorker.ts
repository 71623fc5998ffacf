
export interface QueueWorker {
  id: string;
  host: string;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  pid: number;
  /**
     * Jobs it runs at once.
     * @minimum 0
     * @maximum 9007199254740991
     */
  concurrency: number;
  /**
     * Threads of each render.
     * @minimum 0
     * @maximum 9007199254740991
     */
  threads: number;
  startedAt: string;
  heartbeatAt: string;
  /** Jobs under way. */
  jobs: string[];
  /**
     * Jobs completed since it started.
     * @minimum 0
     * @maximum 9007199254740991
     */
  completed: number;
  /**
     * Attempts that failed since it started.
     * @minimum 0
     * @maximum 9007199254740991
     */
  failed: number;
}
