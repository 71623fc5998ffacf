import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AssetCatalog } from '../assets/asset-catalog.js';
import { AssetPath } from '../assets/asset-path.js';
import { UnknownAssetError, type Asset } from '../assets/asset.js';
import { TransformationNotAvailableError } from '../transform/language/invalid-transformation-error.js';
import type { Transformation } from '../transform/language/transformation.js';
import { NamedTransformations } from '../transform/named/named-transformations.js';
import { TransformationReader, type NamedTail } from '../transform/named/transformation-reader.js';
import { RecentAssets } from './recent-assets.js';
import type { MaySeePrivate } from '../access/viewers.js';

const REMEMBERED_TAILS = 10_000;
const LONGEST_REMEMBERED_TAIL = 512;
const ONLY_NAMES =
  'This server makes what has a name, and what a signed URL or a credential that may read asks for.';

/** What a delivery URL means: an original, or a variant of it. */
export interface Address {
  readonly asset: Asset;
  /** Absent for the original, byte for byte. */
  readonly transformation?: Transformation;
  /** When a name in the URL last came to mean something else; absent when it holds none. */
  readonly definedAt?: Date;
  /** A credential has opened it: the answer is for nobody else. */
  readonly isReserved: boolean;
}

/** Reads delivery URLs, and finds the asset they speak of. */
@Injectable()
export class AddressBook {
  private readonly readings = new LRUCache<string, NamedTail>({ max: REMEMBERED_TAILS });

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
   * @param maySeePrivate without it a private asset is as good as none, and what has no name may not be to be had.
   * @throws {DomainError} `invalid-path`, `invalid-transformation`, `transformation-not-available`, `unknown-asset`.
   */
  async resolve(tail: string, maySeePrivate: MaySeePrivate, signal: AbortSignal): Promise<Address> {
    const { reading, isReserved, definedAt } = this.read(tail);
    if (isReserved && !(await maySeePrivate())) {
      throw new TransformationNotAvailableError([{ message: ONLY_NAMES }]);
    }
    const path = AssetPath.fromUrl(reading.path.join('/'));
    const found =
      reading.kind === 'original'
        ? await this.catalog.find(path, signal)
        : await this.recent.find(path, signal);
    const asset = await visible(found, maySeePrivate);
    if (asset === undefined)
      throw reading.kind === 'lookalike' ? reading.error : new UnknownAssetError(path);
    return reading.kind === 'original' || reading.transformation === undefined
      ? { asset, isReserved: asset.visibility === 'private' }
      : {
          asset,
          transformation: reading.transformation,
          ...(definedAt && { definedAt }),
          isReserved: isReserved || asset.visibility === 'private',
        };
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

  private read(tail: string): NamedTail {
    const known = this.readings.get(tail);
    if (known !== undefined) return known;
    const reading = this.reader.readTail(tail.split('/'));
    if (tail.length <= LONGEST_REMEMBERED_TAIL) this.readings.set(tail, reading);
    return reading;
  }
}

async function visible(
  asset: Asset | undefined,
  maySeePrivate: MaySeePrivate,
): Promise<Asset | undefined> {
  return asset?.visibility === 'private' && !(await maySeePrivate()) ? undefined : asset;
}
