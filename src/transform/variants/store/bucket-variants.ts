import type { Readable } from 'node:stream';
import type { AssetPath } from '../../../assets/asset-path.js';
import type { Bucket, PutOptions } from '../../../assets/bucket.js';
import { mediaTypeOfExtension } from '../../../assets/media-types.js';
import type { ByteRange } from '../../../assets/object-store.js';
import { StorageUnavailableError } from '../../../assets/storage-unavailable.js';
import { VariantKey } from '../variant-key.js';
import type { StoredVariant, VariantFormat } from './variant-store.js';

/** What the keys of variants begin with; no original's does. */
const VARIANTS = 'cache/';
/** The note that says what format a variant is in. */
const FORMAT = 'format';

/**
 * Variants in the bucket that all machines share, at `cache/{2 characters}/{asset digest}/{variant digest}`.
 * What cannot be kept is rendered again: a bucket that is away fails no render.
 */
export class BucketVariants {
  constructor(private readonly bucket: Bucket) {}

  /** The variant of that key. */
  async find(key: VariantKey): Promise<StoredVariant | undefined> {
    const object = await unlessAway(this.bucket.head(locate(key)));
    const format = object?.notes[FORMAT];
    if (object === undefined || format === undefined) return undefined;
    return { key, format: format as VariantFormat, size: object.size };
  }

  /** Streams a variant or a part of it; undefined when it is gone. */
  read({ key }: StoredVariant, range?: ByteRange): Promise<Readable | undefined> {
    return this.bucket.read(locate(key), { range });
  }

  /** Keeps rendered bytes. */
  async put(key: VariantKey, format: VariantFormat, data: Buffer): Promise<void> {
    await unlessAway(this.bucket.put(locate(key), data, optionsOf(format)));
  }

  /** Keeps a copy of a finished file. */
  async upload(key: VariantKey, format: VariantFormat, file: string): Promise<void> {
    await unlessAway(this.bucket.upload(locate(key), file, optionsOf(format)));
  }

  /** Removes one variant. */
  async delete({ key }: StoredVariant): Promise<void> {
    await this.bucket.delete([locate(key)]);
  }

  /** Removes every variant of an asset; returns how many there were. */
  deleteOf(path: AssetPath): Promise<number> {
    return this.deleteBelow(folderOf(VariantKey.assetDigest(path)));
  }

  /** Removes the variants of assets that are not kept, by the digests of their paths; returns how many there were. */
  removeStrays(kept: (assetDigest: string) => boolean): Promise<number> {
    return this.deleteBelow(VARIANTS, kept);
  }

  /** Removes all variants; returns how many there were. */
  clear(): Promise<number> {
    return this.deleteBelow(VARIANTS);
  }

  private async deleteBelow(
    prefix: string,
    kept: (assetDigest: string) => boolean = () => false,
  ): Promise<number> {
    let count = 0;
    let next: string | undefined;
    do {
      const page = await this.bucket.list(prefix, { next });
      const keys = page.objects.map(({ key }) => key).filter((key) => !kept(assetOf(key)));
      if (keys.length > 0) await this.bucket.delete(keys);
      count += keys.length;
      next = page.next;
    } while (next !== undefined);
    return count;
  }
}

/** What the bucket answers; undefined while it is away, of which it has told the log itself. */
async function unlessAway<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof StorageUnavailableError) return undefined;
    throw error;
  }
}

function locate(key: VariantKey): string {
  return `${folderOf(key.asset)}${key.variant}`;
}

function folderOf(asset: string): string {
  return `${VARIANTS}${asset.slice(0, 2)}/${asset}/`;
}

function assetOf(key: string): string {
  return key.split('/')[2] ?? '';
}

function optionsOf(format: VariantFormat): PutOptions {
  const contentType = mediaTypeOfExtension(format)?.contentType;
  return { contentType, notes: { [FORMAT]: format }, collision: 'replace' };
}
