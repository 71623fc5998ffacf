import { Injectable } from '@nestjs/common';
import { InvalidPathError, type AssetPath } from '../../assets/asset-path.js';
import { AssetInventory } from '../../assets/index/asset-inventory.js';
import { ObjectStore } from '../../assets/object-store.js';

/** Refuses to put folders where something in them would have a path that is too long. */
@Injectable()
export class PathRoom {
  constructor(
    private readonly store: ObjectStore,
    private readonly inventory: AssetInventory,
  ) {}

  /**
   * For a copy, which takes what the index knows.
   * @throws {InvalidPathError}
   */
  async assertForCopy(from: AssetPath, to: AssetPath): Promise<void> {
    this.assertFits(to.value);
    this.assertFits(rebased(await this.inventory.longestBelow(from), from, to));
  }

  /**
   * For a move, which takes whatever lies there, what came by hand included.
   * @throws {InvalidPathError}
   */
  async assertForMove(from: AssetPath, to: AssetPath): Promise<void> {
    await this.assertForCopy(from, to);
    // What has become too long by hand is shortened so.
    if (bytesOf(to.value) <= bytesOf(from.value)) return;
    this.assertFits(rebased(await this.store.longestBelow(from), from, to));
  }

  private assertFits(path: string | undefined): void {
    const { longestPath } = this.store;
    if (path === undefined || bytesOf(path) <= longestPath) return;
    const message = `"${path}" would be ${bytesOf(path)} bytes long; a path takes at most ${longestPath}.`;
    throw new InvalidPathError(path, message);
  }
}

/** Where a path below `from` would lie. It is text: it may be too long to be a path. */
function rebased(path: string | undefined, from: AssetPath, to: AssetPath): string | undefined {
  return path && to.value + path.slice(from.value.length);
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
