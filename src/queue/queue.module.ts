import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { Viewers } from '../access/viewers.js';
import { AssetsModule } from '../assets/assets.module.js';
import { Environment } from '../config/environment.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { RedisModule } from '../redis/redis.module.js';
import { TransformModule } from '../transform/transform.module.js';
import { EventAudience } from './event-audience.js';
import { EventClients } from './event-clients.js';
import { JobRun } from './job-run.js';
import { JobTimes } from './job-times.js';
import { QueueEventsController } from './queue-events.controller.js';
import { QueueEvents } from './queue-events.js';
import { QueueMetrics } from './queue-metrics.js';
import { queueOptions } from './queue-options.js';
import { QueueController } from './queue.controller.js';
import { VIDEO_QUEUE } from './video-job.js';
import { VideoJobs } from './video-jobs.js';
import { VideoRenderer } from './video-renderer.js';
import { VideoVariants } from './video-variants.js';
import { VideoWorker } from './video-worker.js';
import { WorkerRegistry } from './worker-registry.js';

/** Renders videos in the background, and shows how. */
@Module({
  imports: [
    AssetsModule,
    RedisModule,
    TransformModule,
    BullModule.registerQueueAsync({
      name: VIDEO_QUEUE,
      imports: [RedisModule],
      inject: [RedisConnections, Environment],
      useFactory: queueOptions,
    }),
  ],
  controllers: [QueueController, QueueEventsController],
  providers: [
    EventAudience,
    EventClients,
    JobRun,
    JobTimes,
    QueueEvents,
    QueueMetrics,
    VideoJobs,
    VideoRenderer,
    VideoVariants,
    VideoWorker,
    Viewers,
    WorkerRegistry,
  ],
  exports: [VideoJobs, VideoVariants],
})
export class QueueModule {}
