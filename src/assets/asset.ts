import { DomainError } from '../errors/domain-error.js';
import type { AssetPath } from './asset-path.js';
import type { MediaType } from './media-types.js';

/** Who may see an asset: everybody, or who has a credential or a signed URL. */
export const VISIBILITIES = ['public', 'private'] as const;

/** Who may see an asset. */
export type Visibility = (typeof VISIBILITIES)[number];

/** A stored original. */
export interface Asset {
  readonly path: AssetPath;
  readonly mediaType: MediaType;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
  /** Derived from the bytes: the same bytes have the same version, other bytes another. 22 base64url characters. */
  readonly version: string;
  readonly visibility: Visibility;
}

/** No asset lies at the path. */
export class UnknownAssetError extends DomainError {
  constructor(path: AssetPath) {
    super('unknown-asset', `No asset lies at "${path.value}".`);
  }
}
