import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { HEALTH_CHECKS, type HealthCheck } from './health-check.js';
import { HealthController } from './health.controller.js';
import { HealthMetrics } from './health-metrics.js';
import { MetricsController } from './metrics.controller.js';
import { ReadinessProbe } from './readiness.js';
import { DiskHealth, StorageHealth } from './storage.health.js';

/** Answers probes. */
@Module({
  imports: [AssetsModule],
  controllers: [HealthController, MetricsController],
  providers: [
    HealthMetrics,
    ReadinessProbe,
    StorageHealth,
    DiskHealth,
    {
      provide: HEALTH_CHECKS,
      useFactory: (...checks: readonly HealthCheck[]) => checks,
      inject: [StorageHealth, DiskHealth],
    },
  ],
})
export class HealthModule {}
