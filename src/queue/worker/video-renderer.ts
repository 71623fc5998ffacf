import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import { AssetPath } from '../../assets/asset-path.js';
import type { Asset } from '../../assets/asset.js';
import { ObjectStore } from '../../assets/object-store.js';
import { Environment } from '../../config/environment.js';
import { DomainError } from '../../errors/domain-error.js';
import { WIDEST_LIMITS } from '../../transform/language/limits.js';
import { parseTransformation } from '../../transform/language/parse.js';
import { VariantKey } from '../../transform/variants/variant-key.js';
import { VariantStore } from '../../transform/variants/store/variant-store.js';
import { VideoEngine, type RenderOptions } from '../../transform/video/video-engine.js';
import type { VideoJobData } from '../video-job.js';

/** Makes the variant that a job asks for: source from the one store, result into the other. */
@Injectable()
export class VideoRenderer {
  constructor(
    private readonly objects: ObjectStore,
    private readonly catalog: AssetCatalog,
    private readonly variants: VariantStore,
    private readonly engine: VideoEngine,
    private readonly environment: Environment,
  ) {}

  /**
   * Does nothing when the variant is there already.
   * @throws {DomainError} and the signal's reason.
   */
  async render(data: VideoJobData, options: RenderOptions): Promise<void> {
    const asset = await this.assetOf(data, options.signal);
    const key = VariantKey.of(asset, data.transformation, data.choice);
    // What this process remembers of it may have been removed by another, which would ask for it again and again.
    if ((await this.variants.find(key, 'as-others')) !== undefined) return;
    const transformation = parseTransformation(data.transformation, WIDEST_LIMITS);
    const target = await this.emptyTarget(key);
    try {
      await using source = await this.objects.localFile(asset.path, options.signal);
      const { format } = await this.engine.render(
        { file: source.path, mediaType: asset.mediaType, version: asset.version },
        transformation,
        target,
        options,
      );
      // Deleted or replaced in the meantime: nobody asks for this variant any more.
      await this.assetOf(data, options.signal);
      await this.variants.take(key, format, target);
    } finally {
      await rm(target, { force: true });
    }
  }

  /** A new name for the result, after what a killed worker may have left of the same one is gone. */
  private async emptyTarget(key: VariantKey): Promise<string> {
    const { temporaryDirectory } = this.environment;
    const prefix = `video-${key.variant}.`;
    const leftovers = (await readdir(temporaryDirectory)).filter((name) => name.startsWith(prefix));
    for (const name of leftovers) await rm(join(temporaryDirectory, name), { force: true });
    return join(temporaryDirectory, `${prefix}${randomUUID()}`);
  }

  private async assetOf({ path, version }: VideoJobData, signal: AbortSignal): Promise<Asset> {
    const asset = await this.catalog.get(AssetPath.parse(path), signal);
    if (asset.version !== version) {
      throw new DomainError('unknown-asset', 'The asset has been replaced since.');
    }
    return asset;
  }
}
