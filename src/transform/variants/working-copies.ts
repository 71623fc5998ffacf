import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Asset } from '../../assets/asset.js';
import { ObjectStore } from '../../assets/object-store.js';
import { Environment } from '../../config/environment.js';
import { Leases } from '../../redis/leases.js';
import { WORKING_COPY_FORMAT, WorkingCopyMaker } from '../image/sources/working-copy.js';
import { SingleFlight } from './single-flight.js';
import { VariantKey } from './variant-key.js';
import { VariantStore, type StoredVariant } from './store/variant-store.js';

/** The lossless copies that variants of HEIC and PSD are rendered from: each made once, whichever processes need it. */
@Injectable()
export class WorkingCopies {
  private readonly flights = new SingleFlight<StoredVariant>();

  constructor(
    private readonly objects: ObjectStore,
    private readonly variants: VariantStore,
    private readonly maker: WorkingCopyMaker,
    private readonly leases: Leases,
    private readonly environment: Environment,
  ) {}

  /** @throws {DomainError} `unknown-asset`, or `unprocessable-asset` when it cannot be made. */
  async obtain(asset: Asset, signal: AbortSignal): Promise<StoredVariant> {
    const key = VariantKey.of(asset, 'working-copy', 'lossless');
    const found = await this.variants.find(key);
    if (found !== undefined) return found;
    const { value } = await this.flights.join(
      key.variant,
      (inner) => this.makeOnce(asset, key, inner),
      signal,
    );
    return value;
  }

  private makeOnce(asset: Asset, key: VariantKey, signal: AbortSignal): Promise<StoredVariant> {
    const look = () => this.variants.find(key, this.leases.areShared ? 'again' : 'once');
    const work = () => this.make(asset, key, signal);
    return this.leases.once(`copy:${key.variant}`, { look, work }, signal);
  }

  private async make(asset: Asset, key: VariantKey, signal: AbortSignal): Promise<StoredVariant> {
    await using original = await this.objects.localFile(asset.path, signal);
    const target = join(this.environment.temporaryDirectory, randomUUID());
    await this.maker.make({ file: original.path, mediaType: asset.mediaType }, target, signal);
    return await this.variants.take(key, WORKING_COPY_FORMAT, target);
  }
}
