import { statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { ObjectStore } from '../assets/object-store.js';
import { StorageUnavailableError } from '../assets/storage-unavailable.js';
import { Environment } from '../config/environment.js';
import { HealthCheck } from './health-check.js';
import type { ComponentHealth } from './health.dto.js';

/** A little less than readiness waits, ms. */
const CHECK_TIMEOUT_MS = 1_900;
const FREE_BYTES_FLOOR = 256 * 1024 * 1024;

/** Whether originals can be written. */
@Injectable()
export class StorageHealth extends HealthCheck {
  override readonly name = 'storage';

  constructor(private readonly store: ObjectStore) {
    super();
  }

  override async check(): Promise<ComponentHealth> {
    const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
    try {
      await this.store.check(signal);
      return { status: 'up' };
    } catch (error) {
      if (signal.aborted) return { status: 'down', reason: 'The storage does not answer in time.' };
      if (!(error instanceof StorageUnavailableError)) throw error;
      return { status: 'down', reason: error.message };
    }
  }
}

/** Whether the data directory's disk has room to work in. */
@Injectable()
export class DiskHealth extends HealthCheck {
  override readonly name = 'disk';

  constructor(private readonly environment: Environment) {
    super();
  }

  override async check(): Promise<ComponentHealth> {
    const { bavail, bsize } = await statfs(this.environment.DATA_DIR);
    return bavail * bsize < FREE_BYTES_FLOOR
      ? { status: 'down', reason: 'the disk is nearly full' }
      : { status: 'up' };
  }
}
