import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import { UnknownAssetError } from '../../assets/asset.js';
import { ObjectStore } from '../../assets/object-store.js';
import { WriteOrder } from '../../assets/write-order.js';
import type { OperationCount } from '../operations/operation-steps.js';
import { DerivedMedia } from '../variants/derived-media.js';
import { FolderRemoval } from './folder-removal.js';

/** Removes assets and folders with everything that was made of them. */
@Injectable()
export class AssetRemoval {
  constructor(
    private readonly store: ObjectStore,
    private readonly catalog: AssetCatalog,
    private readonly derived: DerivedMedia,
    private readonly folders: FolderRemoval,
    private readonly order: WriteOrder,
  ) {}

  /**
   * @param recursive whether a folder goes with all in it.
   * @throws {UnknownAssetError}, or {DomainError} `conflict` when a folder is not empty.
   */
  async remove(path: AssetPath, recursive: boolean, signal: AbortSignal): Promise<OperationCount> {
    const removed = await this.order.inTurn(
      [path],
      async (hold) =>
        (await this.removeAsset(path, signal)) ??
        (await this.folders.remove(path, recursive, hold)),
      signal,
    );
    if (removed === undefined) throw new UnknownAssetError(path);
    return removed;
  }

  private async removeAsset(
    path: AssetPath,
    signal: AbortSignal,
  ): Promise<OperationCount | undefined> {
    const removedNow = await this.store.delete(path, signal);
    // Gone already, and still known: the answer to an earlier deletion was lost on its way from the store.
    if (!removedNow && !(await this.catalog.remembers(path))) return undefined;
    // The index comes last: what it knows and the store has not is cleaned up after a crash.
    const removed = await this.derived.removeOf(path);
    await this.catalog.forget(path);
    return { files: 1, ...removed };
  }
}
