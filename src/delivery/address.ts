import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AssetCatalog } from '../assets/asset-catalog.js';
import { AssetPath } from '../assets/asset-path.js';
import { UnknownAssetError, type Asset } from '../assets/asset.js';
import type { TailReading } from '../transform/language/read-tail.js';
import type { Transformation } from '../transform/language/transformation.js';
import { NamedTransformations } from '../transform/named/named-transformations.js';
import { TransformationReader, type Extent } from '../transform/named/transformation-reader.js';
import { RecentAssets } from './recent-assets.js';
import type { MaySeePrivate } from '../access/viewers.js';

const REMEMBERED_TAILS = 10_000;
const LONGEST_REMEMBERED_TAIL = 512;

/** What a delivery URL means: an original, or a variant of it. */
export interface Address {
  readonly asset: Asset;
  /** Absent for the original, byte for byte. */
  readonly transformation?: Transformation;
}

/** Reads delivery URLs, and finds the asset they speak of. */
@Injectable()
export class AddressBook {
  private readonly readings = new LRUCache<string, TailReading>({ max: REMEMBERED_TAILS });

  constructor(
    private readonly catalog: AssetCatalog,
    private readonly recent: RecentAssets,
    private readonly reader: TransformationReader,
    names: NamedTransformations,
  ) {
    names.changes.subscribe(() => this.readings.clear());
  }

  /**
   * @param tail the URL's path behind the route, still percent-encoded.
   * @param maySeePrivate without it a private asset is as good as none.
   * @param extent what may be asked for by whoever asks.
   * @throws {DomainError} `invalid-path`, `invalid-transformation`, `transformation-not-available`, `unknown-asset`.
   */
  async resolve(
    tail: string,
    maySeePrivate: MaySeePrivate,
    signal: AbortSignal,
    extent: Extent = 'all',
  ): Promise<Address> {
    const reading = this.read(tail, extent);
    const path = AssetPath.fromUrl(reading.path.join('/'));
    const found =
      reading.kind === 'original'
        ? await this.catalog.find(path, signal)
        : await this.recent.find(path, signal);
    const asset = await visible(found, maySeePrivate);
    if (asset === undefined)
      throw reading.kind === 'lookalike' ? reading.error : new UnknownAssetError(path);
    return reading.kind === 'original' || reading.transformation === undefined
      ? { asset }
      : { asset, transformation: reading.transformation };
  }

  /**
   * Reads a URL that names an original and can hold no transformation.
   * @throws {DomainError} `invalid-path`, `unknown-asset`.
   */
  async resolveOriginal(
    tail: string,
    maySeePrivate: MaySeePrivate,
    signal: AbortSignal,
  ): Promise<Asset> {
    const path = AssetPath.fromUrl(tail);
    const asset = await visible(await this.catalog.find(path, signal), maySeePrivate);
    if (asset === undefined) throw new UnknownAssetError(path);
    return asset;
  }

  private read(tail: string, extent: Extent): TailReading {
    const key = `${extent} ${tail}`;
    const known = this.readings.get(key);
    if (known !== undefined) return known;
    const reading = this.reader.readTail(tail.split('/'), extent);
    if (tail.length <= LONGEST_REMEMBERED_TAIL) this.readings.set(key, reading);
    return reading;
  }
}

async function visible(
  asset: Asset | undefined,
  maySeePrivate: MaySeePrivate,
): Promise<Asset | undefined> {
  return asset?.visibility === 'private' && !(await maySeePrivate()) ? undefined : asset;
}
