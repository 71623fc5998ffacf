import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import type { Asset } from '../../assets/asset.js';
import type { AssetFacts } from '../../assets/index/asset-record.js';
import { ObjectStore } from '../../assets/object-store.js';
import { DomainError } from '../../errors/domain-error.js';
import { ImageSources } from '../../transform/variants/image-sources.js';
import { AssetMeasures } from '../intake/asset-measures.js';
import type { AssetMetadata } from './asset-metadata.dto.js';

/** Tells everything known of an asset, measuring what has not been measured yet. */
@Injectable()
export class AssetDescription {
  constructor(
    private readonly catalog: AssetCatalog,
    private readonly measures: AssetMeasures,
    private readonly sources: ImageSources,
    private readonly store: ObjectStore,
  ) {}

  /** @throws {UnknownAssetError} */
  async describe(path: AssetPath, signal: AbortSignal): Promise<AssetMetadata> {
    const asset = await this.catalog.get(path, signal);
    const { createdAt, facts, visibility, tags } = await this.catalog.describe(asset);
    return {
      path: path.value,
      size: asset.size,
      contentType: asset.mediaType.contentType,
      createdAt: createdAt.toISOString(),
      updatedAt: asset.modifiedAt.toISOString(),
      version: asset.version,
      ...(facts ?? (await this.measure(asset, signal))),
      visibility,
      tags: [...tags],
    };
  }

  /** Files that did not come by upload are measured at the first question; a broken one has no measures. */
  private async measure(asset: Asset, signal: AbortSignal): Promise<AssetFacts> {
    try {
      const facts = await this.read(asset, signal);
      await this.catalog.recordFacts(asset, facts);
      return facts;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unprocessable-asset') return {};
      throw error;
    }
  }

  private async read(asset: Asset, signal: AbortSignal): Promise<AssetFacts> {
    if (asset.mediaType.kind === 'image') {
      await using source = await this.sources.open(asset, signal);
      return await this.measures.measureImage(source, signal);
    }
    await using file = await this.store.localFile(asset.path, signal);
    return await this.measures.measure(
      { file: file.path, mediaType: asset.mediaType, version: asset.version },
      signal,
    );
  }
}
