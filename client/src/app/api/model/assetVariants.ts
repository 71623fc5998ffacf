import type { AssetVariant } from './assetVariant.ts';

export interface AssetVariants {
  total: number;
  /** Bytes of all of them. */
  size: number;
  /** The newest, 200 at most. */
  variants: AssetVariant[];
}
