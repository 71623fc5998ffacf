import { Injectable } from '@nestjs/common';
import { ObjectStore } from '../assets/object-store.js';
import { StorageUnavailableError } from '../assets/storage-unavailable.js';
import { isReadOnly, isStorageFull } from '../errors/system-failures.js';
import { HealthCheck } from './health-check.js';
import type { ComponentHealth } from './health.dto.js';

/** A little less than readiness waits, ms. */
const CHECK_TIMEOUT_MS = 1_900;

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
