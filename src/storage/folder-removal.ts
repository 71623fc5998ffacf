import { Injectable } from '@nestjs/common';
import { AssetIndex } from '../assets/asset-index.js';
import { AssetInventory } from '../assets/asset-inventory.js';
import type { AssetPath } from '../assets/asset-path.js';
import { ObjectStore } from '../assets/object-store.js';
import { DomainError } from '../errors/domain-error.js';
import { OperationJournal, type Operation } from './operation-journal.js';
import { OperationSteps, type OperationCount } from './operation-steps.js';

const NOTHING: OperationCount = { files: 0, variants: 0, jobs: 0 };

/** Removes folders. The caller holds their paths. */
@Injectable()
export class FolderRemoval {
  constructor(
    private readonly store: ObjectStore,
    private readonly index: AssetIndex,
    private readonly inventory: AssetInventory,
    private readonly journal: OperationJournal,
    private readonly steps: OperationSteps,
  ) {}

  /**
   * Removes a folder; undefined when there is none.
   * @throws {DomainError} `conflict` when it is not empty and not to go with all in it.
   */
  async remove(folder: AssetPath, recursive: boolean): Promise<OperationCount | undefined> {
    if (!(await this.store.hasFolder(folder))) return undefined;
    if (recursive) return this.removeWhole(folder);
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

  private async removeWhole(folder: AssetPath): Promise<OperationCount> {
    const operation: Operation = { kind: 'delete-folder', from: folder };
    const begun = await this.journal.begin(operation);
    const count = await this.steps.run(operation);
    await this.journal.end(begun);
    return count;
  }
}
