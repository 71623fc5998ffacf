import type { Readable } from 'node:stream';
import type { AssetPath } from '../../../assets/asset-path.js';
import type { ByteRange, LocalFile } from '../../../assets/object-store.js';
import type { OpenSpan } from '../../../assets/local/open-span.js';
import type { WORKING_COPY_FORMAT } from '../../image/sources/working-copy.js';
import type { OutputFormat } from '../../language/transformation.js';
import type { VariantKey } from '../variant-key.js';

/** The format of a finished variant, of the working copy that variants are made from, or of a placeholder. */
export type VariantFormat = Exclude<OutputFormat, 'auto'> | typeof WORKING_COPY_FORMAT | 'json';

/** A finished variant as it lies in the store. */
export interface StoredVariant {
  readonly key: VariantKey;
  readonly format: VariantFormat;
  /** Bytes. */
  readonly size: number;
}

/**
 * How it is looked for a variant: `again` does not rely on a look of a moment ago that has found none, and `as-others` on
 * nothing that this process alone remembers or keeps.
 */
export type VariantLook = 'once' | 'again' | 'as-others';

/** A variant as a listing shows it. What it was made by is not to be read from the store. */
export interface ListedVariant {
  readonly format: VariantFormat;
  /** Bytes. */
  readonly size: number;
  readonly madeAt: Date;
}

/**
 * Where variants lie. A variant appears whole or not at all; any of them may be gone at the next look,
 * since the store is bounded and can be emptied.
 */
export abstract class VariantStore {
  /** Bytes that variants take on this machine's disk, as far as they have been counted. */
  abstract get localBytes(): number;

  /** How many variants that are. */
  abstract get localFiles(): number;

  /**
   * The variant of that key; undefined when it has not been made, or was evicted.
   */
  abstract find(key: VariantKey, look?: VariantLook): Promise<StoredVariant | undefined>;

  /** The whole of a variant; undefined when it has just been evicted. Only for small ones. */
  abstract readAll(variant: StoredVariant): Promise<Buffer | undefined>;

  /** A variant, or bytes `start` to `end` (both included) of it, as a stream or an open file; undefined when it has just been evicted. */
  abstract read(
    variant: StoredVariant,
    range?: ByteRange,
  ): Promise<Readable | OpenSpan | undefined>;

  /** Keeps rendered bytes. */
  abstract put(key: VariantKey, format: VariantFormat, data: Buffer): Promise<StoredVariant>;

  /** Moves a finished file of this machine into the store. */
  abstract take(key: VariantKey, format: VariantFormat, file: string): Promise<StoredVariant>;

  /** The variant as a file that other programs can open; undefined when it has just been evicted. */
  abstract localFile(variant: StoredVariant): Promise<LocalFile | undefined>;

  /** The variants of an asset on this machine, of all its versions, the newest first. */
  abstract listOf(path: AssetPath): Promise<readonly ListedVariant[]>;

  /** Removes one variant. */
  abstract delete(variant: StoredVariant): Promise<void>;

  /** Removes every variant of an asset; returns how many there were. */
  abstract deleteOf(path: AssetPath): Promise<number>;

  /**
   * Removes the variants of assets that are not `kept`, by the digests of their paths; returns how many there were. One that is
   * being made at a moment when its asset goes can be left behind by a crash.
   */
  abstract removeStrays(kept: (assetDigest: string) => boolean): Promise<number>;

  /** Removes all variants; returns how many there were. */
  abstract clear(): Promise<number>;

  /** Lets go of what this machine alone holds of an asset's variants (of all assets': undefined), which another has removed. */
  abstract forget(path: AssetPath | undefined): Promise<void>;
}
