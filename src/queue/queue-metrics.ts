import { Injectable } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import { VideoJobs } from './video-jobs.js';

/** Tells the metrics how many jobs there are; nothing while Redis is away. */
@Injectable()
export class QueueMetrics {
  constructor(metrics: Metrics, jobs: VideoJobs) {
    metrics.watchEach(
      'openinary_jobs',
      'Jobs of the whole queue, by state; the same from every process.',
      'state',
      async () => ({ ...(await jobs.counts()) }),
    );
  }
}
