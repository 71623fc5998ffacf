import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../assets/asset-catalog.js';
import type { AssetPath } from '../assets/asset-path.js';
import { UnknownAssetError } from '../assets/asset.js';
import { ObjectStore } from '../assets/object-store.js';
import { VideoJobs } from '../queue/video-jobs.js';
import { VariantStore } from '../transform/variants/variant-store.js';
import type { DeletionResult } from './storage.dto.js';

/** Removes assets with everything that was made of them. */
@Injectable()
export class AssetRemoval {
  constructor(
    private readonly store: ObjectStore,
    private readonly catalog: AssetCatalog,
    private readonly variants: VariantStore,
    private readonly jobs: VideoJobs,
  ) {}

  /** @throws {UnknownAssetError} */
  async remove(path: AssetPath, signal: AbortSignal): Promise<DeletionResult> {
    if (!(await this.store.delete(path, signal))) throw new UnknownAssetError(path);
    await this.catalog.forget(path);
    // Before the variants: a job that is just ending must not leave one behind.
    const jobsDeleted = await this.jobs.deleteOf(path);
    const variantsDeleted = await this.variants.deleteOf(path);
    return {
      success: true,
      message: `Deleted ${path.value}.`,
      details: { filesDeleted: 1, variantsDeleted, jobsDeleted },
    };
  }
}
