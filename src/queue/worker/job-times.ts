import { Injectable } from '@nestjs/common';
import { Metrics } from '../../metrics/metrics.js';
import { isUncounted, JobCancelledError } from '../queue-options.js';

/** Measures attempts at jobs. */
@Injectable()
export class JobTimes {
  constructor(private readonly metrics: Metrics) {}

  /** Runs an attempt, and tells how long it took and how it ended. One that counts as none has not ended. */
  async measure(signal: AbortSignal, attempt: () => Promise<void>): Promise<void> {
    const startedAt = performance.now();
    const seconds = () => (performance.now() - startedAt) / 1000;
    try {
      await attempt();
    } catch (error) {
      const cause: unknown = signal.aborted ? signal.reason : error;
      if (cause instanceof JobCancelledError) this.metrics.jobEnded('cancelled', seconds());
      else if (!isUncounted(cause)) this.metrics.jobEnded('failed', seconds());
      throw error;
    }
    this.metrics.jobEnded('completed', seconds());
  }
}
