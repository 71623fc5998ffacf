import type { VariantOrigin } from '../transform/variants/image-variants.js';

/** `Server-Timing` of what was there already. */
export const FOUND = 'cache;desc=hit';

/** `Server-Timing` of a variant; `milliseconds` is what making or awaiting it took. */
export function serverTiming(origin: VariantOrigin, milliseconds: number): string {
  return origin === 'hit' ? FOUND : `cache;desc=${origin}, render;dur=${milliseconds.toFixed(1)}`;
}
