import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import { ConfigModule } from './config/config.module.js';
import { Environment } from './config/environment.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthModule } from './health/health.module.js';
import { loggerOptions } from './http/logs/logging.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { QueueModule } from './queue/queue.module.js';

/** Composes a worker: videos, probes and metrics. What only requests need is not loaded. */
@Module({
  imports: [
    ConfigModule,
    LoggerModule.forRootAsync({ inject: [Environment], useFactory: loggerOptions }),
    DiscoveryModule,
    MetricsModule,
    DatabaseModule,
    HealthModule,
    QueueModule,
  ],
})
export class WorkerModule {}
