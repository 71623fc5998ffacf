import { hash } from 'node:crypto';
import type { Asset } from '../../assets/asset.js';

/** Raised when the engines make other bytes of the same request, so that what they made before is not served as theirs. */
const ENGINE_REVISION = 3;
/** The same for drawings alone: before 1, what lay beside a drawing could be drawn into its variants. */
const DRAWING_REVISION = 1;
/** The same for videos alone: before 1, pictures of two fields, wide gamuts and hidden transparency came out wrong. */
const VIDEO_REVISION = 1;
const DIGEST_CHARACTERS = 32;

/**
 * Names one variant: an asset's version, a canonical transformation, and what the format was chosen from.
 * Two keys are equal only when all of that is; the digests are of 192 bits.
 */
export class VariantKey {
  /** When it was made, on the clock of `performance.now()`: its asset was looked at just before. */
  readonly madeAt = performance.now();

  private constructor(
    /** Digest of the asset's path: the folder all its variants share. */
    readonly asset: string,
    /** Digest of everything the bytes follow from. */
    readonly variant: string,
    /** The asset it is made from; undefined for a key that was read from the store. */
    readonly source?: Pick<Asset, 'path' | 'version'>,
  ) {}

  /**
   * @param transformation canonical text.
   * @param choice what the format is chosen from, such as `webp` or `preferred:avif+webp`.
   */
  static of(asset: Asset, transformation: string, choice: string): VariantKey {
    // JSON keeps the parts apart whatever characters they hold.
    const parts = [revisionOf(asset), asset.path.value, asset.version, transformation, choice];
    return new VariantKey(VariantKey.assetDigest(asset.path), digest(JSON.stringify(parts)), asset);
  }

  /** The key that a stored variant was named by. */
  static stored(asset: string, variant: string): VariantKey {
    return new VariantKey(asset, variant);
  }

  /** The folder that the variants of an asset share, whatever its version. */
  static assetDigest(path: Asset['path']): string {
    return digest(path.value);
  }

  /** Unique among all variants. */
  toString(): string {
    return this.variant;
  }
}

function revisionOf({ mediaType }: Asset): number | string {
  if (mediaType.contentType === 'image/svg+xml') return `${ENGINE_REVISION}.${DRAWING_REVISION}`;
  return mediaType.kind === 'video' ? `${ENGINE_REVISION}.${VIDEO_REVISION}` : ENGINE_REVISION;
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, DIGEST_CHARACTERS);
}
