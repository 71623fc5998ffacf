import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { Environment } from '../config/environment.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { RedisModule } from '../redis/redis.module.js';
import { VideoModule } from '../transform/video.module.js';
import { JobRetention } from './job-retention.js';
import { JobRun } from './worker/job-run.js';
import { JobTimes } from './worker/job-times.js';
import { QueueEvents } from './events/queue-events.js';
import { QueueMetrics } from './queue-metrics.js';
import { queueOptions } from './queue-options.js';
import { VIDEO_QUEUE } from './video-job.js';
import { VideoJobs } from './video-jobs.js';
import { VideoRenderer } from './worker/video-renderer.js';
import { VideoVariants } from './video-variants.js';
import { VideoWorker } from './worker/video-worker.js';
import { WorkerRegistry } from './worker/worker-registry.js';

/** Renders videos in the background: what makes jobs, and what does them. */
@Module({
  imports: [
    AssetsModule,
    RedisModule,
    VideoModule,
    BullModule.registerQueueAsync({
      name: VIDEO_QUEUE,
      imports: [RedisModule],
      inject: [RedisConnections, Environment],
      useFactory: queueOptions,
    }),
  ],
  providers: [
    JobRetention,
    JobRun,
    JobTimes,
    QueueEvents,
    QueueMetrics,
    VideoJobs,
    VideoRenderer,
    VideoVariants,
    VideoWorker,
    WorkerRegistry,
  ],
  exports: [QueueEvents, VideoJobs, VideoVariants, WorkerRegistry],
})
export class QueueModule {}
