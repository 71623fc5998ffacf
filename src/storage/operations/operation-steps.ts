import { setImmediate as breath } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import { AssetIndex } from '../../assets/index/asset-index.js';
import { AssetInventory } from '../../assets/index/asset-inventory.js';
import { ObjectExistsError, ObjectStore } from '../../assets/object-store.js';
import { DerivedMedia } from '../variants/derived-media.js';
import { FolderCopy } from './folder-copy.js';
import type { Operation } from './operation-journal.js';
import { rebase } from './rebase.js';

/** Assets in one transaction; a few milliseconds, so that others are answered in between. */
const BATCH = 40;

/** What an operation has changed. */
export interface OperationCount {
  readonly files: number;
  readonly variants: number;
  readonly jobs: number;
}

type Move = Extract<Operation, { readonly kind: 'move-asset' | 'move-folder' }>;

/** The steps of an operation. Each can be repeated: done again after a crash, they finish what was begun. */
@Injectable()
export class OperationSteps {
  constructor(
    private readonly store: ObjectStore,
    private readonly index: AssetIndex,
    private readonly inventory: AssetInventory,
    private readonly catalog: AssetCatalog,
    private readonly derived: DerivedMedia,
    private readonly copies: FolderCopy,
  ) {}

  /**
   * Does what is left to do.
   * @param signal stops a copy; a move or a deletion goes on.
   * @throws {ObjectExistsError} when the destination is taken; but for a copy nothing has been changed then.
   */
  async run(operation: Operation, signal?: AbortSignal): Promise<OperationCount> {
    switch (operation.kind) {
      case 'move-asset':
        return this.moveAsset(operation.from, operation.to);
      case 'move-folder':
        return this.moveFolder(operation.from, operation.to);
      case 'copy-folder': {
        const files = await this.copies.make(operation.from, operation.to, signal);
        return { files, variants: 0, jobs: 0 };
      }
      case 'delete-folder':
        return this.deleteFolder(operation.from);
    }
  }

  /**
   * Takes back what was done of an operation that is not to be finished.
   * @param turn whether nobody else can have written there since it was begun: a copy is removed only then.
   * @returns whether it could: not when the old path has been taken meanwhile.
   */
  async undo(operation: Operation, turn: 'kept' | 'new'): Promise<boolean> {
    switch (operation.kind) {
      case 'move-asset':
      case 'move-folder':
        return this.moveBack(operation);
      case 'copy-folder':
        if (turn === 'new') return false;
        // What is reserved for an object that a bucket may yet make stays reserved.
        await this.deleteFolder(operation.to);
        return true;
      case 'delete-folder':
        return true;
    }
  }

  private async moveBack({ kind, from, to }: Move): Promise<boolean> {
    try {
      if (kind === 'move-asset') await this.moveAsset(to, from);
      else await this.moveFolder(to, from);
    } catch (error) {
      // What lies at the new path stays there, and what was reserved for it is needed.
      if (error instanceof ObjectExistsError) return false;
      throw error;
    }
    await (kind === 'move-asset' ? this.index.release(to) : this.index.releaseBelow(to));
    return true;
  }

  private async moveAsset(from: AssetPath, to: AssetPath): Promise<OperationCount> {
    const known = await this.index.find(from);
    if (known !== undefined) await this.index.reserve(to, known);
    try {
      if ((await this.store.stat(from)) !== undefined) await this.store.move(from, to);
    } catch (error) {
      if (error instanceof ObjectExistsError) await this.index.release(to);
      throw error;
    }
    const removed = await this.derived.removeOf(from);
    await this.catalog.relocate([{ from, to }]);
    return { files: 1, ...removed };
  }

  private async moveFolder(from: AssetPath, to: AssetPath): Promise<OperationCount> {
    await this.index.reserveBelow(from, to);
    try {
      await this.store.moveFolder(from, to);
    } catch (error) {
      // After any other failure some may lie there already, and are finished with later.
      if (error instanceof ObjectExistsError) await this.index.releaseBelow(to);
      throw error;
    }
    const count = await this.forEachBelow(from, (paths) =>
      this.catalog.relocate(paths.map((path) => ({ from: path, to: rebase(path, from, to) }))),
    );
    const folders = await this.foldersAt(from);
    for (const folder of folders) await this.index.addFolder(rebase(folder, from, to));
    await this.index.deleteFolders(...folders);
    await this.index.releaseBelow(from);
    return count;
  }

  private async deleteFolder(folder: AssetPath): Promise<OperationCount> {
    await this.store.deleteFolder(folder, 'whole');
    const count = await this.forEachBelow(folder, (paths) => this.catalog.forget(...paths));
    await this.index.deleteFolders(...(await this.foldersAt(folder)));
    return count;
  }

  /** Removes what was made of the assets below a folder, and lets `change` do the rest, which takes them away from there. */
  private async forEachBelow(
    folder: AssetPath,
    change: (paths: readonly AssetPath[]) => Promise<void>,
  ): Promise<OperationCount> {
    let count: OperationCount = { files: 0, variants: 0, jobs: 0 };
    for (;;) {
      const page = await this.inventory.assetsBelow(folder, undefined, BATCH);
      if (page.length === 0) return count;
      const paths = page.map(({ path }) => path);
      const { variants, jobs } = await this.derived.removeOf(...paths);
      await change(paths);
      count = {
        files: count.files + paths.length,
        variants: count.variants + variants,
        jobs: count.jobs + jobs,
      };
      await breath();
    }
  }

  /** A folder and all below it. */
  private async foldersAt(folder: AssetPath): Promise<readonly AssetPath[]> {
    return [folder, ...(await this.inventory.foldersBelow(folder))];
  }
}
