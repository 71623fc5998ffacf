import { setImmediate as breath } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import { UnknownAssetError } from '../../assets/asset.js';
import { AssetIndex } from '../../assets/index/asset-index.js';
import { AssetInventory } from '../../assets/index/asset-inventory.js';
import { ObjectExistsError, ObjectStore } from '../../assets/object-store.js';
import { WriteOrder } from '../../assets/write-order.js';
import { assertFolderName, assertSameKind, destinationOf } from '../naming/destination.js';
import { nameTaken, numberedNames } from '../naming/free-name.js';
import { rebase } from '../operations/operation-steps.js';

const PAGE = 100;

/** What was copied. */
export interface Copied {
  readonly from: AssetPath;
  readonly to: AssetPath;
  readonly files: number;
}

/** Makes second assets and folders of the same content, with the same visibility and tags. Nothing is ever overwritten. */
@Injectable()
export class Duplication {
  constructor(
    private readonly store: ObjectStore,
    private readonly inventory: AssetInventory,
    private readonly catalog: AssetCatalog,
    private readonly index: AssetIndex,
    private readonly order: WriteOrder,
  ) {}

  /**
   * @param destination the copy's path; a folder to put it into when it ends in a slash; undefined: a numbered name beside it.
   * @throws {UnknownAssetError}, or {DomainError} `conflict`, `invalid-path`, `unsupported-media-type`.
   */
  async copy(
    from: AssetPath,
    destination: string | undefined,
    signal: AbortSignal,
  ): Promise<Copied> {
    if (destination === undefined) return this.copyBeside(from, signal);
    return this.copyTo(from, destinationOf(destination, from), signal);
  }

  private async copyBeside(from: AssetPath, signal: AbortSignal): Promise<Copied> {
    const [, ...names] = numberedNames(from);
    for (const to of names) {
      if (await this.isTaken(to)) continue;
      return this.copyTo(from, to, signal);
    }
    throw nameTaken(from);
  }

  private async copyTo(from: AssetPath, to: AssetPath, signal: AbortSignal): Promise<Copied> {
    const files = await this.order.inTurn([from, to], () => this.run(from, to, signal), signal);
    return { from, to, files };
  }

  private async run(from: AssetPath, to: AssetPath, signal: AbortSignal): Promise<number> {
    const isAsset = (await this.store.stat(from)) !== undefined;
    if (!isAsset && !(await this.store.hasFolder(from))) throw new UnknownAssetError(from);
    if (to.value === from.value || (await this.isTaken(to))) throw nameTaken(to);
    try {
      if (isAsset) assertSameKind(from, to);
      else assertFolderName(to);
      return isAsset
        ? await this.copyAsset(from, to, signal)
        : await this.copyFolder(from, to, signal);
    } catch (error) {
      throw error instanceof ObjectExistsError ? nameTaken(error.path, error) : error;
    }
  }

  private async copyFolder(from: AssetPath, to: AssetPath, signal: AbortSignal): Promise<number> {
    await this.store.makeFolder(to, signal);
    await this.index.addFolder(to);
    const folders = await this.inventory.foldersBelow(from, undefined, Number.MAX_SAFE_INTEGER);
    for (const folder of folders) {
      await this.store.makeFolder(rebase(folder, from, to), signal);
      await this.index.addFolder(rebase(folder, from, to));
    }
    let files = 0;
    let after: string | undefined;
    for (;;) {
      const page = await this.inventory.assetsBelow(from, after, PAGE);
      if (page.length === 0) return files;
      for (const { path } of page) {
        signal.throwIfAborted();
        files += await this.copyAsset(path, rebase(path, from, to), signal);
      }
      after = page.at(-1)?.path.value;
      await breath();
    }
  }

  private async copyAsset(from: AssetPath, to: AssetPath, signal: AbortSignal): Promise<number> {
    const asset = await this.catalog.get(from, signal);
    const known = await this.catalog.describe(asset);
    await this.index.reserve(to, known);
    try {
      const stat = await this.store.copy(from, to, signal);
      await this.catalog.record(to, stat, asset.version, known.facts);
      return 1;
    } catch (error) {
      // Whatever else went wrong, the copy may have come to be: what it must be stays written down until that is known.
      if (error instanceof ObjectExistsError) await this.index.release(to);
      throw error;
    }
  }

  private async isTaken(path: AssetPath): Promise<boolean> {
    return (await this.store.stat(path)) !== undefined || (await this.store.hasFolder(path));
  }
}
