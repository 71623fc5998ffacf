import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import { mediaTypeOfExtension } from '../../assets/media-types.js';
import { VideoJobs } from '../../queue/video-jobs.js';
import { VariantStore, type ListedVariant } from '../../transform/variants/variant-store.js';

/** Assets whose variants are removed at the same time. */
const AT_ONCE = 8;

/** How much was removed. */
export interface DerivedCount {
  readonly variants: number;
  readonly jobs: number;
}

/** What has been made of assets, or is being made: their variants and their jobs. */
@Injectable()
export class DerivedMedia {
  constructor(
    private readonly variants: VariantStore,
    private readonly jobs: VideoJobs,
    private readonly catalog: AssetCatalog,
  ) {}

  /** The variants kept of an asset, the newest first. @throws {UnknownAssetError} */
  async variantsOf(path: AssetPath, signal: AbortSignal): Promise<readonly ListedVariant[]> {
    await this.catalog.get(path, signal);
    return this.variants.listOf(path);
  }

  /** Removes all of it that belongs to these assets, the jobs first, so that none makes a variant again. */
  async removeOf(...paths: readonly AssetPath[]): Promise<DerivedCount> {
    let [variants, jobs] = [0, 0];
    for (let start = 0; start < paths.length; start += AT_ONCE) {
      const batch = paths.slice(start, start + AT_ONCE).map(async (path) => {
        // Nothing but videos has jobs, and asking for them costs more than all the rest.
        if (mediaTypeOfExtension(path.extension)?.kind === 'video')
          jobs += await this.jobs.deleteOf(path);
        variants += await this.variants.deleteOf(path);
      });
      await Promise.all(batch);
    }
    return { variants, jobs };
  }

  /**
   * Removes the variants of an asset; they are made again when they are asked for. Those of one that has gone without the
   * product's doing go, too.
   * @throws {UnknownAssetError} when there is neither an asset nor anything to remove.
   */
  async invalidate(path: AssetPath): Promise<number> {
    const count = await this.variants.deleteOf(path);
    if (count === 0) await this.catalog.get(path);
    await this.catalog.tellOf(path);
    return count;
  }

  /** Removes all variants. */
  async clear(): Promise<number> {
    const count = await this.variants.clear();
    await this.catalog.tellOfEverything();
    return count;
  }
}
