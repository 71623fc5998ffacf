import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import type { Asset } from '../../assets/asset.js';
import { AssetIndex } from '../../assets/index/asset-index.js';
import { ObjectExistsError, ObjectStore } from '../../assets/object-store.js';

/** Makes a second asset of the same bytes, with the same visibility and tags. The caller has the turn on both paths. */
@Injectable()
export class AssetCopy {
  constructor(
    private readonly store: ObjectStore,
    private readonly index: AssetIndex,
    private readonly catalog: AssetCatalog,
  ) {}

  /** @throws {ObjectExistsError} when the name is taken. */
  async make(asset: Asset, to: AssetPath, signal?: AbortSignal): Promise<void> {
    const known = await this.catalog.describe(asset);
    await this.index.reserve(to, known);
    try {
      const stat = await this.store.copy(asset.path, to, signal);
      await this.catalog.record(to, stat, asset.version, known.facts);
    } catch (error) {
      // Whatever else went wrong, the copy may have come to be: what it must be stays written down until that is known.
      if (error instanceof ObjectExistsError) await this.index.release(to);
      throw error;
    }
  }
}
