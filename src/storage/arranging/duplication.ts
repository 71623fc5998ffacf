import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import { UnknownAssetError } from '../../assets/asset.js';
import { ObjectExistsError, ObjectStore } from '../../assets/object-store.js';
import { WriteOrder } from '../../assets/write-order.js';
import { assertFolderName, assertSameKind, destinationOf } from '../naming/destination.js';
import { nameTaken, numberedNames } from '../naming/free-name.js';
import { AssetCopy } from '../operations/asset-copy.js';
import { OperationRunner } from '../operations/operation-runner.js';
import { kindAt } from './kind-at.js';
import { PathRoom } from './path-room.js';

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
    private readonly catalog: AssetCatalog,
    private readonly order: WriteOrder,
    private readonly assets: AssetCopy,
    private readonly operations: OperationRunner,
    private readonly room: PathRoom,
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
    for (const to of numberedNames(from)) {
      // The first is the original's own.
      if (to.value === from.value || (await this.isTaken(to))) continue;
      return this.copyTo(from, to, signal);
    }
    throw nameTaken(from);
  }

  private async copyTo(from: AssetPath, to: AssetPath, signal: AbortSignal): Promise<Copied> {
    const turn = (hold: (until: Promise<unknown>) => void) => this.run(from, to, hold, signal);
    return { from, to, files: await this.order.inTurn([from, to], turn, signal) };
  }

  private async run(
    from: AssetPath,
    to: AssetPath,
    hold: (until: Promise<unknown>) => void,
    signal: AbortSignal,
  ): Promise<number> {
    const kind = await kindAt(this.store, from);
    if (kind === undefined) throw new UnknownAssetError(from);
    if (to.value === from.value || (await this.isTaken(to))) throw nameTaken(to);
    try {
      return kind === 'asset'
        ? await this.copyAsset(from, to, signal)
        : await this.copyFolder(from, to, hold, signal);
    } catch (error) {
      throw error instanceof ObjectExistsError ? nameTaken(error.path, error) : error;
    }
  }

  private async copyAsset(from: AssetPath, to: AssetPath, signal: AbortSignal): Promise<number> {
    assertSameKind(from, to);
    await this.assets.make(await this.catalog.get(from, signal), to, signal);
    return 1;
  }

  /** Whole or not at all: what fails, or is given up, is removed, and what a crash has cut short is finished. */
  private async copyFolder(
    from: AssetPath,
    to: AssetPath,
    hold: (until: Promise<unknown>) => void,
    signal: AbortSignal,
  ): Promise<number> {
    assertFolderName(to);
    await this.room.assertForCopy(from, to);
    const { files } = await this.operations.run({ kind: 'copy-folder', from, to }, hold, signal);
    return files;
  }

  private async isTaken(path: AssetPath): Promise<boolean> {
    return (await kindAt(this.store, path)) !== undefined;
  }
}
