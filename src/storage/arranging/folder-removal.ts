import { Injectable } from '@nestjs/common';
import type { AssetPath } from '../../assets/asset-path.js';
import { AssetIndex } from '../../assets/index/asset-index.js';
import { AssetInventory } from '../../assets/index/asset-inventory.js';
import { ObjectStore } from '../../assets/object-store.js';
import { DomainError } from '../../errors/domain-error.js';
import { OperationRunner } from '../operations/operation-runner.js';
import type { OperationCount } from '../operations/operation-steps.js';

const NOTHING: OperationCount = { files: 0, variants: 0, jobs: 0 };

/** Removes folders. The caller has the turn on their paths, and holds it for what is to be finished later. */
@Injectable()
export class FolderRemoval {
  constructor(
    private readonly store: ObjectStore,
    private readonly index: AssetIndex,
    private readonly inventory: AssetInventory,
    private readonly operations: OperationRunner,
  ) {}

  /**
   * Removes a folder; undefined when there is none.
   * @throws {DomainError} `conflict` when it is not empty and not to go with all in it.
   */
  async remove(
    folder: AssetPath,
    recursive: boolean,
    hold: (until: Promise<unknown>) => void,
  ): Promise<OperationCount | undefined> {
    if (!(await this.store.hasFolder(folder))) return undefined;
    if (recursive) return this.operations.run({ kind: 'delete-folder', from: folder }, hold);
    const notEmpty = new DomainError(
      'conflict',
      `"${folder.value}" is not empty; with recursive=true it goes with all in it.`,
    );
    const [asset] = await this.inventory.assetsBelow(folder, undefined, 1);
    const [inner] = await this.inventory.foldersBelow(folder, undefined, 1);
    if (asset !== undefined || inner !== undefined) throw notEmpty;
    if (!(await this.store.deleteFolder(folder, 'if-empty'))) throw notEmpty;
    await this.index.deleteFolders(folder);
    return NOTHING;
  }
}
