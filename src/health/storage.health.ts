import { statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { ObjectStore } from '../assets/object-store.js';
import { StorageUnavailableError } from '../assets/storage-unavailable.js';
import { Environment } from '../config/environment.js';
import { isReadOnly, isStorageFull } from '../errors/system-failures.js';
import { HealthCheck } from './health-check.js';
import type { ComponentHealth } from './health.dto.js';

/** A little less than readiness waits, ms. */
const CHECK_TIMEOUT_MS = 1_900;
/** Less free than this is nearly full: an upload or a video in progress would not fit. Bytes. */
const FREE_BYTES_FLOOR = 256 * 1024 * 1024;

/** Whether originals can be read and written. A store that can only be read is still delivered from. */
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
      if (isStorageFull(error)) return { status: 'degraded', reason: 'The storage is full.' };
      if (isReadOnly(error)) return { status: 'degraded', reason: 'The storage can only be read.' };
      if (signal.aborted) return { status: 'down', reason: 'The storage does not answer in time.' };
      if (!(error instanceof StorageUnavailableError)) throw error;
      return { status: 'down', reason: error.message };
    }
  }
}

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
