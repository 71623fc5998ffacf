import { Injectable } from '@nestjs/common';
import { RedisConnections } from '../redis/redis-connections.js';
import { HealthCheck } from './health-check.js';
import type { ComponentHealth } from './health.dto.js';

/** Whether Redis answers and lets us in. Without it images go on; videos wait. */
@Injectable()
export class RedisHealth extends HealthCheck {
  override readonly name = 'redis';

  constructor(private readonly connections: RedisConnections) {
    super();
  }

  override async check(): Promise<ComponentHealth> {
    return (await this.connections.isAvailable())
      ? { status: 'up' }
      : {
          status: 'degraded',
          reason: `${this.connections.trouble}; images work, videos wait`,
        };
  }
}
