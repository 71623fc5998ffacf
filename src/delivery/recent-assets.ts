import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AssetCatalog } from '../assets/asset-catalog.js';
import type { AssetPath } from '../assets/asset-path.js';
import type { Asset } from '../assets/asset.js';
import { StorageUnavailableError } from '../assets/storage-unavailable.js';

const REMEMBERED_ASSETS = 10_000;
/** How long an asset is taken to be as it was found, since other programs may write to the store; ms. */
const FRESH_FOR = 1_000;
/** How long it is while the store is away, so that what has been rendered is still delivered; ms. */
const GOOD_FOR = 300_000;

interface FoundAsset {
  readonly asset: Asset;
  readonly foundAt: number;
}

/**
 * Finds assets, looking at the store at most once a second for each. A page asks for many variants of a few pictures,
 * and a look costs as much as the rest of what a request needs before it renders.
 */
@Injectable()
export class RecentAssets {
  private readonly found = new LRUCache<string, FoundAsset>({
    max: REMEMBERED_ASSETS,
    ttl: GOOD_FOR,
  });
  private changes = 0;

  constructor(private readonly catalog: AssetCatalog) {
    catalog.changes.subscribe((path) => {
      this.changes += 1;
      this.found.delete(path.value);
    });
    catalog.missedChanges.subscribe(() => {
      this.changes += 1;
      this.found.clear();
    });
  }

  /** The asset at `path`; undefined when there is none. */
  async find(path: AssetPath, signal: AbortSignal): Promise<Asset | undefined> {
    const recent = this.found.get(path.value);
    if (recent !== undefined && performance.now() - recent.foundAt < FRESH_FOR) return recent.asset;
    const { changes } = this;
    try {
      const foundAt = performance.now();
      const asset = await this.catalog.find(path, signal);
      // What was found before a change is not remembered after it, nor anything while changes may go untold.
      if (changes === this.changes && this.catalog.tellsOfChanges) {
        if (asset === undefined) this.found.delete(path.value);
        else this.found.set(path.value, { asset, foundAt });
      }
      return asset;
    } catch (error) {
      if (recent === undefined || !(error instanceof StorageUnavailableError)) throw error;
      return recent.asset;
    }
  }
}
