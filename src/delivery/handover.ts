import { relative } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { VariantStore, type StoredVariant } from '../transform/variants/store/variant-store.js';

/** Has the proxy in front send variants that lie on a disk it can read (`X-Accel-Redirect`), where the operator says so. */
@Injectable()
export class Handover {
  constructor(
    private readonly store: VariantStore,
    private readonly environment: Environment,
  ) {}

  /** Where the proxy finds a variant; undefined where it is sent from here. */
  async placeOf(variant: StoredVariant): Promise<string | undefined> {
    const { ACCEL_REDIRECT, cacheDirectory } = this.environment;
    if (ACCEL_REDIRECT === undefined) return undefined;
    const file = await this.store.localFile(variant);
    // Names below the cache are digests and formats: nothing in them needs to be escaped.
    return file && `${ACCEL_REDIRECT}/${relative(cacheDirectory, file.path)}`;
  }
}
