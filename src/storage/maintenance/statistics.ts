import { Injectable } from '@nestjs/common';
import { AssetInventory } from '../../assets/index/asset-inventory.js';
import { Environment } from '../../config/environment.js';
import { VariantStore } from '../../transform/variants/store/variant-store.js';
import type { KindUse, StorageStats } from './maintenance.dto.js';

/** Tells how much is stored. */
@Injectable()
export class Statistics {
  constructor(
    private readonly inventory: AssetInventory,
    private readonly variants: VariantStore,
    private readonly environment: Environment,
  ) {}

  /** How much there is of each kind that there is any of. */
  async kinds(): Promise<KindUse[]> {
    const counted = await this.inventory.kinds();
    return counted.map(({ kind, files, bytes }) => ({ kind, fileCount: files, size: bytes }));
  }

  /** Totals that are kept as things come and go: reading them costs the same however much there is. */
  async gather(): Promise<StorageStats> {
    const { files, bytes, updatedAt } = await this.inventory.totals();
    return {
      storage: { size: bytes, fileCount: files },
      cache: {
        size: this.variants.localBytes,
        fileCount: this.variants.localFiles,
        limit: this.environment.CACHE_MAX_BYTES,
      },
      updatedAt: updatedAt.toISOString(),
    };
  }
}
