import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { AuthModule } from './auth/auth.module.js';
import { ConfigModule } from './config/config.module.js';
import { Environment } from './config/environment.js';
import { ConsoleModule } from './console/console.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DeliveryModule } from './delivery/delivery.module.js';
import { HealthModule } from './health/health.module.js';
import { SystemModule } from './health/system.module.js';
import { IdempotencyModule } from './http/idempotency/idempotency.module.js';
import { loggerOptions } from './http/logs/logging.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { QueueApiModule } from './queue/queue-api.module.js';
import { StorageModule } from './storage/storage.module.js';

/** Composes the product, as a process has it that answers requests. */
@Module({
  imports: [
    ConfigModule,
    LoggerModule.forRootAsync({ inject: [Environment], useFactory: loggerOptions }),
    DiscoveryModule,
    MetricsModule,
    DatabaseModule,
    IdempotencyModule,
    AuthModule,
    ApiKeysModule,
    ConsoleModule,
    DeliveryModule,
    HealthModule,
    QueueApiModule,
    StorageModule,
    SystemModule,
  ],
})
export class AppModule {}
