import { statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { HealthCheck } from './health-check.js';
import type { ComponentHealth } from './health.dto.js';

/** Less free than this is nearly full: an upload or a video in progress would not fit. Bytes. */
const FREE_BYTES_FLOOR = 256 * 1024 * 1024;

/** Whether the data directory's disk has room to work in. What is there is delivered without any. */
@Injectable()
export class DiskHealth extends HealthCheck {
  override readonly name = 'disk';

  constructor(private readonly environment: Environment) {
    super();
  }

  override async check(): Promise<ComponentHealth> {
    const { bavail, bsize } = await statfs(this.environment.DATA_DIR);
    return bavail * bsize < FREE_BYTES_FLOOR
      ? { status: 'degraded', reason: 'the disk is nearly full' }
      : { status: 'up' };
  }
}
