import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import type { Visibility } from '../../assets/asset.js';
import { AssetIndex } from '../../assets/index/asset-index.js';
import type { AssetFacts, AssetMarks } from '../../assets/index/asset-record.js';
import { ObjectExistsError, ObjectStore, type ObjectStat } from '../../assets/object-store.js';
import { WriteOrder } from '../../assets/write-order.js';
import { nameTaken, numberedNames } from '../naming/free-name.js';
import { DerivedMedia } from '../variants/derived-media.js';

/** A checked file that is to become an asset. */
export interface NewAsset {
  readonly file: string;
  readonly version: string;
  readonly facts: AssetFacts;
  /** Undefined: as the asset that is replaced, else what is usual. */
  readonly marks: AssetMarks | undefined;
}

/** Where a file has come to lie. */
export interface Placed {
  readonly path: AssetPath;
  readonly stat: ObjectStat;
  readonly visibility: Visibility;
}

/** Puts files into the store and notes them in the index, in the order of their writers. */
@Injectable()
export class AssetPlacement {
  constructor(
    private readonly store: ObjectStore,
    private readonly catalog: AssetCatalog,
    private readonly index: AssetIndex,
    private readonly order: WriteOrder,
    private readonly derived: DerivedMedia,
  ) {}

  /**
   * Puts a file at `path`, in place of what lies there.
   * @throws {DomainError} `conflict` when a folder lies there.
   */
  async replace(path: AssetPath, asset: NewAsset, signal: AbortSignal): Promise<Placed> {
    const place = async () => {
      const stat = await this.take(path, asset, 'replace');
      await this.derived.removeOf(path);
      return this.note(path, stat, asset);
    };
    try {
      return await this.order.inTurn([path], place, signal);
    } catch (error) {
      throw error instanceof ObjectExistsError ? nameTaken(error.path, error) : error;
    }
  }

  /**
   * Puts a file at `path`, or under the next free numbered name beside it.
   * @throws {DomainError} `conflict` when no such name is free.
   */
  async placeBeside(path: AssetPath, asset: NewAsset, signal: AbortSignal): Promise<Placed> {
    for (const candidate of numberedNames(path)) {
      const place = () => this.placeAt(candidate, asset);
      const placed = await this.order.inTurn([candidate], place, signal);
      if (placed !== undefined) return placed;
    }
    throw nameTaken(path);
  }

  /** Undefined when the name is taken. */
  private async placeAt(path: AssetPath, asset: NewAsset): Promise<Placed | undefined> {
    if ((await this.store.stat(path)) !== undefined) return undefined;
    try {
      const stat = await this.take(path, asset, 'refuse');
      return await this.note(path, stat, asset);
    } catch (error) {
      if (!(error instanceof ObjectExistsError)) throw error;
      // Not the name is taken but a folder on the way to it is a file: no other name would help.
      if (error.path.value !== path.value) throw nameTaken(error.path, error);
      return undefined;
    }
  }

  private async note(
    path: AssetPath,
    stat: ObjectStat,
    { version, facts }: NewAsset,
  ): Promise<Placed> {
    const { visibility } = await this.catalog.record(path, stat, version, facts);
    return { path, stat, visibility };
  }

  /** What an asset must be is written down first: it is never seen as anything else, whatever happens in between. */
  private async take(
    path: AssetPath,
    { file, marks }: NewAsset,
    collision: 'refuse' | 'replace',
  ): Promise<ObjectStat> {
    if (marks !== undefined) await this.index.reserve(path, marks);
    try {
      return await this.store.take(file, path, collision);
    } catch (error) {
      // Whatever else went wrong, the object may have come to be: what it must be stays written down until that is known.
      if (marks !== undefined && error instanceof ObjectExistsError) await this.index.release(path);
      throw error;
    }
  }
}
