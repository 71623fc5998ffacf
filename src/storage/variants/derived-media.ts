import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import { mediaTypeOfExtension } from '../../assets/media-types.js';
import { Turnstile } from '../../assets/turnstile.js';
import { VideoJobs } from '../../queue/video-jobs.js';
import { VariantKey } from '../../transform/variants/variant-key.js';
import { VariantStore, type ListedVariant } from '../../transform/variants/store/variant-store.js';

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
  private readonly turnstile = new Turnstile();

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
        await this.turnstile.pass();
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

  /**
   * Removes the variants of assets that are not there: a crash has come between them and what removes them.
   * @param paths of all assets there are, in any order.
   */
  async removeStrays(paths: AsyncIterable<AssetPath>): Promise<number> {
    const assets = new Set<number>();
    const keep = (path: AssetPath) => assets.add(shortened(VariantKey.assetDigest(path)));
    // What arrives meanwhile has variants, too.
    const arriving = this.catalog.changes.subscribe(keep);
    try {
      for await (const path of paths) keep(path);
      return await this.variants.removeStrays((digest) => assets.has(shortened(digest)));
    } finally {
      arriving.unsubscribe();
    }
  }

  /** Removes all variants. */
  async clear(): Promise<number> {
    const count = await this.variants.clear();
    await this.catalog.tellOfEverything();
    return count;
  }
}

/** The first bits of a digest, which take little memory; should an asset share them, a stray stays. */
function shortened(digest: string): number {
  const bits = Buffer.alloc(4);
  bits.write(digest, 'base64url');
  return bits.readUInt32LE() >>> 1;
}
