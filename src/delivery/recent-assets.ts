import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AssetCatalog } from '../assets/asset-catalog.js';
import type { AssetPath } from '../assets/asset-path.js';
import type { Asset } from '../assets/asset.js';
import { StorageUnavailableError } from '../assets/storage-unavailable.js';

const REMEMBERED_ASSETS = 10_000;
/** How long an asset is taken to be as it was found, since other programs may write to the store; ms. */
const FRESH_FOR = 1_000;

/**
 * Finds assets, looking at the store at most once a second for each. A page asks for many variants of a few pictures,
 * and a look costs as much as the rest of what a request needs before it renders. While the store is away, an asset is
 * what it was last known to be, so that what has been rendered is still delivered.
 */
@Injectable()
export class RecentAssets {
  private readonly found = new LRUCache<string, Asset>({
    max: REMEMBERED_ASSETS,
    ttl: FRESH_FOR,
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
    if (recent !== undefined) return recent;
    const { changes } = this;
    try {
      const start = performance.now();
      const asset = await this.catalog.find(path, signal);
      // What was found before a change is not remembered after it, nor anything while changes may go untold.
      if (changes === this.changes && this.catalog.tellsOfChanges) {
        if (asset === undefined) this.found.delete(path.value);
        else this.found.set(path.value, asset, { start });
      }
      return asset;
    } catch (error) {
      const known =
        error instanceof StorageUnavailableError ? await this.catalog.recall(path) : undefined;
      if (known === undefined) throw error;
      return known;
    }
  }
}
