import { Injectable, Logger } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import { AssetIndex } from '../../assets/index/asset-index.js';
import { ObjectStore, type ObjectStat } from '../../assets/object-store.js';
import { WriteOrder } from '../../assets/write-order.js';
import { DerivedMedia } from '../variants/derived-media.js';

/** Files that are looked at together: the store may be far away. */
const LOOKS_AT_ONCE = 16;

/** Brings single differences between store and index in order, if they still exist when their turn comes. */
@Injectable()
export class ReconciliationSteps {
  private readonly logger = new Logger(ReconciliationSteps.name);

  constructor(
    private readonly store: ObjectStore,
    private readonly index: AssetIndex,
    private readonly catalog: AssetCatalog,
    private readonly derived: DerivedMedia,
    private readonly order: WriteOrder,
  ) {}

  /** Takes note of files that the index does not know; returns how many of them are still there. */
  async add(
    files: readonly { readonly path: AssetPath; readonly stat: ObjectStat }[],
  ): Promise<number> {
    if (files.length === 0) return 0;
    await this.index.addAll(
      files.map(({ path, stat }) => ({
        path,
        content: { stat, version: undefined, facts: undefined },
        createdAt: stat.modifiedAt,
      })),
    );
    await this.catalog.tellOf(...files.map(({ path }) => path));
    // Deleted meanwhile: whoever did it forgets it after this, or has done so and this is undone.
    let added = 0;
    for (let start = 0; start < files.length; start += LOOKS_AT_ONCE) {
      const looks = files.slice(start, start + LOOKS_AT_ONCE).map(async ({ path, stat }) => {
        if ((await this.store.stat(path)) !== undefined) added += 1;
        else await this.index.deleteIfStill(path, stat.revision);
      });
      await Promise.all(looks);
    }
    return added;
  }

  /** A file has been replaced by hand: its variants go, and it is read again when it is asked for. */
  async renew(path: AssetPath): Promise<boolean> {
    return this.order.inTurn([path], async () => {
      const stat = await this.store.stat(path);
      const known = await this.index.find(path);
      if (stat === undefined || known === undefined || known.stat.revision === stat.revision)
        return false;
      await this.derived.removeOf(path);
      await this.index.save(path, { stat, version: undefined, facts: undefined }, known.createdAt);
      await this.catalog.tellOf(path);
      return true;
    });
  }

  /** A file has been removed by hand, or its deletion was cut short: what is left of it goes. */
  async drop(path: AssetPath): Promise<boolean> {
    return this.order.inTurn([path], async () => {
      if ((await this.store.stat(path)) !== undefined) return false;
      await this.derived.removeOf(path);
      await this.catalog.forget(path);
      return true;
    });
  }

  /** Removes variants that are left of assets other than these. */
  async dropStrays(assets: AsyncIterable<{ readonly path: AssetPath }>): Promise<void> {
    const count = await this.derived.removeStrays(pathsOf(assets));
    if (count > 0) this.logger.log({ msg: 'removed variants of assets that are gone', count });
  }

  /** Takes note of a folder. */
  async addFolder(folder: AssetPath): Promise<void> {
    await this.index.addFolder(folder);
  }

  /** Forgets a folder that has been removed by hand. */
  async dropFolder(folder: AssetPath): Promise<void> {
    await this.order.inTurn([folder], async () => {
      if (!(await this.store.hasFolder(folder))) await this.index.deleteFolders(folder);
    });
  }

  /** Forgets a reservation that nobody is using. */
  async dropReservation(path: AssetPath): Promise<void> {
    await this.order.inTurn([path], () => this.index.release(path));
  }
}

async function* pathsOf(
  assets: AsyncIterable<{ readonly path: AssetPath }>,
): AsyncGenerator<AssetPath> {
  for await (const { path } of assets) yield path;
}
