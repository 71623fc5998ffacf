import { Module, type Type } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { RedisModule } from '../redis/redis.module.js';
import { DatabaseHealth } from './database.health.js';
import { HEALTH_CHECKS, type HealthCheck } from './health-check.js';
import { HealthController } from './health.controller.js';
import { HealthMetrics } from './health-metrics.js';
import { MetricsController } from './metrics.controller.js';
import { ReadinessProbe } from './readiness.js';
import { RedisHealth } from './redis.health.js';
import { DiskHealth } from './disk.health.js';
import { StorageHealth } from './storage.health.js';
import { VideoProgramsWarning } from './video-programs-warning.js';

/** The parts whose health readiness depends on. */
const CHECKS: readonly Type<HealthCheck>[] = [
  DatabaseHealth,
  StorageHealth,
  DiskHealth,
  RedisHealth,
];

/** Answers probes. */
@Module({
  imports: [AssetsModule, RedisModule],
  controllers: [HealthController, MetricsController],
  providers: [
    VideoProgramsWarning,
    HealthMetrics,
    ReadinessProbe,
    ...CHECKS,
    {
      provide: HEALTH_CHECKS,
      useFactory: (...checks: readonly HealthCheck[]) => checks,
      inject: [...CHECKS],
    },
  ],
})
export class HealthModule {}
