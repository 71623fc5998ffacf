import { sameSize, surelyRounds, type Region, type Size } from './size.js';

/**
 * What is exact when a picture is scaled to whole pixels. `both`: each side, by a factor of its own. `width` or `height`:
 * that side, and the ratio; the other side is rounded. `cover`: the ratio and one side, whereby the picture becomes `whole`
 * and loses what sticks out of `size`, at most a pixel, which lies at `left`, `top` of it.
 */
export type Hold =
  | { readonly by: 'both' | 'width' | 'height' }
  | { readonly by: 'cover'; readonly whole: Size; readonly left: number; readonly top: number };

/** What happens to a picture's frame, in order. Sizes and regions are those of the picture at that point. */
export type Frame =
  | { readonly kind: 'scale'; readonly size: Size; readonly hold: Hold }
  | { readonly kind: 'keep'; readonly region: Region }
  /** Keeps the most salient region of this size. */
  | { readonly kind: 'keep-subject'; readonly size: Size }
  /** Lays the picture on a larger canvas, its top left corner at `left`, `top`. */
  | { readonly kind: 'lay'; readonly canvas: Size; readonly left: number; readonly top: number };

/** How much a source has to grow to fit into a box; less than 1 when it has to shrink. */
export const fitFactor = (source: Size, box: Size): number =>
  Math.min(box.width / source.width, box.height / source.height);

/** How much a source has to grow to cover a box. */
export const fillFactor = (source: Size, box: Size): number =>
  Math.max(box.width / source.width, box.height / source.height);

/** Whether a size is what scaling by one of its sides leaves: a side that is a share of another may round otherwise. */
const follows = (source: Size, size: Size, by: 'width' | 'height'): boolean => {
  const other = by === 'width' ? 'height' : 'width';
  return surelyRounds((source[other] * size[by]) / source[by], size[other]);
};

/** Scales, unless there is nothing to scale. */
export const scale = (
  source: Size,
  size: Size,
  by: 'both' | 'width' | 'height' = 'both',
): Frame[] => {
  if (sameSize(source, size)) return [];
  const held = by !== 'both' && follows(source, size, by) ? by : 'both';
  return [{ kind: 'scale', size, hold: { by: held } }];
};
