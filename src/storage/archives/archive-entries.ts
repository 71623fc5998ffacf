import { Injectable } from '@nestjs/common';
import type { AssetPath } from '../../assets/asset-path.js';
import { UnknownAssetError } from '../../assets/asset.js';
import { AssetInventory } from '../../assets/index/asset-inventory.js';
import { mediaTypeOfExtension } from '../../assets/media-types.js';
import { ObjectStore, type ObjectStat } from '../../assets/object-store.js';
import { ArchiveNames } from './archive-names.js';

const PAGE = 200;

/** A file of an archive. */
export interface ArchiveEntry {
  readonly path: AssetPath;
  /** Its name in the archive: relative, no other file's, and one that every system unpacks to where it belongs. */
  readonly name: string;
  readonly stat: ObjectStat;
}

/** Something to put into an archive: an asset, or a folder with all in it. */
export interface Selected {
  readonly path: AssetPath;
  readonly kind: 'asset' | 'folder';
}

/** Finds what belongs into an archive, a page at a time. */
@Injectable()
export class ArchiveEntries {
  constructor(
    private readonly store: ObjectStore,
    private readonly inventory: AssetInventory,
  ) {}

  /** @throws {UnknownAssetError} when one of the paths is neither an asset's nor a folder's. */
  async select(paths: readonly AssetPath[]): Promise<readonly Selected[]> {
    const selected: Selected[] = [];
    for (const path of paths) {
      const stat = await this.store.stat(path);
      if (stat !== undefined && mediaTypeOfExtension(path.extension) !== undefined)
        selected.push({ path, kind: 'asset' });
      else if (await this.store.hasFolder(path)) selected.push({ path, kind: 'folder' });
      else throw new UnknownAssetError(path);
    }
    return selected;
  }

  /**
   * Every file once, however often it was selected. What is deleted meanwhile is left out.
   * @param base the folder that names are relative to; undefined: the root.
   */
  async *of(
    selected: readonly Selected[],
    base: AssetPath | undefined,
  ): AsyncGenerator<ArchiveEntry> {
    const names = new ArchiveNames(base);
    for (const { path, kind } of selected) {
      const files = kind === 'asset' ? [path] : this.below(path);
      for await (const file of files) {
        const name = names.take(file);
        const stat = name === undefined ? undefined : await this.store.stat(file);
        if (name !== undefined && stat !== undefined) yield { path: file, name, stat };
      }
    }
  }

  private async *below(folder: AssetPath): AsyncGenerator<AssetPath> {
    let after: string | undefined;
    for (;;) {
      const page = await this.inventory.assetsBelow(folder, after, PAGE);
      if (page.length === 0) return;
      for (const { path } of page) yield path;
      after = page.at(-1)?.path.value;
    }
  }
}
