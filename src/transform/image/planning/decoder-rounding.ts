import { surelyRounds, type Size } from './size.js';

/** What libjpeg can shrink by while it decodes; libvips takes the whole pixels of what is left. */
const SHRINKS = [1, 2, 4, 8];

/**
 * Whether a picture that is scaled by one side comes out at the size that is wanted, however much of it the decoder does.
 * @param source the picture as it is stored.
 */
export function isRoundedAlike(source: Size, wanted: Size, by: 'width' | 'height'): boolean {
  const other = by === 'width' ? 'height' : 'width';
  return SHRINKS.every((shrink) => {
    const decoded = Math.floor(source[by] / shrink);
    if (decoded < wanted[by]) return true;
    const exact = (Math.floor(source[other] / shrink) * wanted[by]) / decoded;
    return surelyRounds(exact, wanted[other]);
  });
}
