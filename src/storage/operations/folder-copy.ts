import { setImmediate as breath } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import { AssetIndex } from '../../assets/index/asset-index.js';
import { AssetInventory } from '../../assets/index/asset-inventory.js';
import { ObjectStore } from '../../assets/object-store.js';
import { AssetCopy } from './asset-copy.js';
import { rebase } from './rebase.js';

const PAGE = 100;

/** Copies a folder with all that the index knows in it. Cut short, it goes on where it was: what is there is left alone. */
@Injectable()
export class FolderCopy {
  constructor(
    private readonly store: ObjectStore,
    private readonly index: AssetIndex,
    private readonly inventory: AssetInventory,
    private readonly catalog: AssetCatalog,
    private readonly assets: AssetCopy,
  ) {}

  /** Returns how many assets have been copied. */
  async make(from: AssetPath, to: AssetPath, signal?: AbortSignal): Promise<number> {
    for (const folder of [from, ...(await this.inventory.foldersBelow(from))]) {
      signal?.throwIfAborted();
      const target = rebase(folder, from, to);
      if (!(await this.store.hasFolder(target, signal)))
        await this.store.makeFolder(target, signal);
      await this.index.addFolder(target);
    }
    let files = 0;
    let after: string | undefined;
    for (;;) {
      const page = await this.inventory.assetsBelow(from, after, PAGE);
      if (page.length === 0) return files;
      for (const { path } of page) {
        signal?.throwIfAborted();
        files += await this.makeAsset(path, rebase(path, from, to), signal);
      }
      after = page.at(-1)?.path.value;
      await breath();
    }
  }

  /** How many have been copied: none, when the asset was removed by hand. */
  private async makeAsset(from: AssetPath, to: AssetPath, signal?: AbortSignal): Promise<number> {
    // It takes note of one that was copied just before a crash, too, whose marks are still reserved.
    if ((await this.catalog.find(to, signal)) !== undefined) return 1;
    const asset = await this.catalog.find(from, signal);
    if (asset === undefined) return 0;
    await this.assets.make(asset, to, signal);
    return 1;
  }
}
