import type { ListedVariant } from '../../transform/variants/store/variant-store.js';
import type { AssetVariants } from './variants.dto.js';

const MOST_LISTED = 200;

/** Variants, the newest first, for an answer that stays small however many there are. */
export function describeVariants(variants: readonly ListedVariant[]): AssetVariants {
  return {
    total: variants.length,
    size: variants.reduce((sum, { size }) => sum + size, 0),
    variants: variants
      .slice(0, MOST_LISTED)
      .map(({ format, size, madeAt }) => ({ format, size, madeAt: madeAt.toISOString() })),
  };
}
