import { Injectable } from '@nestjs/common';
import type { AssetPath } from '../../assets/asset-path.js';
import { UnknownAssetError } from '../../assets/asset.js';
import { ObjectExistsError, ObjectStore } from '../../assets/object-store.js';
import { WriteOrder } from '../../assets/write-order.js';
import { assertFolderName, assertSameKind, destinationOf } from '../naming/destination.js';
import { nameTaken } from '../naming/free-name.js';
import type { Operation } from '../operations/operation-journal.js';
import { OperationRunner } from '../operations/operation-runner.js';
import { kindAt } from './kind-at.js';
import { PathRoom } from './path-room.js';

/** What was moved. */
export interface Moved {
  readonly from: AssetPath;
  readonly to: AssetPath;
  readonly files: number;
}

/** Gives assets and folders other paths. Nothing is ever overwritten; variants go, as their URLs do. */
@Injectable()
export class Relocation {
  constructor(
    private readonly store: ObjectStore,
    private readonly order: WriteOrder,
    private readonly operations: OperationRunner,
    private readonly room: PathRoom,
  ) {}

  /**
   * @param destination the new path; a folder to move into when it ends in a slash.
   * @throws {UnknownAssetError}, or {DomainError} `conflict`, `invalid-path`, `unsupported-media-type`.
   */
  async move(from: AssetPath, destination: string, signal: AbortSignal): Promise<Moved> {
    const to = destinationOf(destination, from);
    const files = await this.order.inTurn([from, to], (hold) => this.run(from, to, hold), signal);
    return { from, to, files };
  }

  /** What lies at a path. @throws {UnknownAssetError} */
  async kindOf(path: AssetPath): Promise<'asset' | 'folder'> {
    const kind = await kindAt(this.store, path);
    if (kind === undefined) throw new UnknownAssetError(path);
    return kind;
  }

  private async run(
    from: AssetPath,
    to: AssetPath,
    hold: (until: Promise<unknown>) => void,
  ): Promise<number> {
    const operation = await this.plan(from, to);
    try {
      return (await this.operations.run(operation, hold)).files;
    } catch (error) {
      throw error instanceof ObjectExistsError ? nameTaken(error.path, error) : error;
    }
  }

  private async plan(from: AssetPath, to: AssetPath): Promise<Operation> {
    const kind = await this.kindOf(from);
    if (to.value === from.value || (await kindAt(this.store, to)) !== undefined)
      throw nameTaken(to);
    if (kind === 'asset') {
      assertSameKind(from, to);
      return { kind: 'move-asset', from, to };
    }
    assertFolderName(to);
    await this.room.assertForMove(from, to);
    return { kind: 'move-folder', from, to };
  }
}
