import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../assets/asset-catalog.js';
import type { AssetFacts } from '../assets/asset-index.js';
import type { AssetPath } from '../assets/asset-path.js';
import type { Asset } from '../assets/asset.js';
import { DomainError } from '../errors/domain-error.js';
import { ImageEngine } from '../transform/image/image-engine.js';
import { ImageSources } from '../transform/variants/image-sources.js';
import type { AssetMetadata } from './storage.dto.js';

/** Tells everything known of an asset, measuring what has not been measured yet. */
@Injectable()
export class AssetDescription {
  constructor(
    private readonly catalog: AssetCatalog,
    private readonly images: ImageEngine,
    private readonly sources: ImageSources,
  ) {}

  /** @throws {UnknownAssetError} */
  async describe(path: AssetPath, signal: AbortSignal): Promise<AssetMetadata> {
    const asset = await this.catalog.get(path, signal);
    const { createdAt, facts } = await this.catalog.describe(asset);
    return {
      path: path.value,
      size: asset.size,
      contentType: asset.mediaType.contentType,
      createdAt: createdAt.toISOString(),
      updatedAt: asset.modifiedAt.toISOString(),
      version: asset.version,
      ...(facts ?? (await this.measure(asset, signal))),
    };
  }

  /** Files that did not come by upload are measured at the first question; a broken one has no measures. */
  private async measure(asset: Asset, signal: AbortSignal): Promise<AssetFacts> {
    if (asset.mediaType.kind !== 'image') return {};
    try {
      await using source = await this.sources.open(asset, signal);
      const { width, height, orientation, hasAlpha, frames } = await this.images.probe(
        source,
        signal,
      );
      const facts = {
        width,
        height,
        hasAlpha,
        frames,
        ...(orientation !== undefined && { orientation }),
      };
      await this.catalog.recordFacts(asset, facts);
      return facts;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unprocessable-asset') return {};
      throw error;
    }
  }
}
