const WIDTH = 500;
const HEIGHT = 333;
const SPREAD = 100;

/**
 * A size that no other index gives, about 500 × 333: small steps, so that every render costs nearly the same.
 * @throws {RangeError} for an index of 10 000 or more: a size would come again, and be a hit.
 */
export function distinctSize(index: number): { readonly width: number; readonly height: number } {
  if (index >= SPREAD ** 2) throw new RangeError('No size is left that has not been used.');
  return {
    width: WIDTH - SPREAD / 2 + (index % SPREAD),
    height: HEIGHT - SPREAD / 2 + Math.floor(index / SPREAD),
  };
}
