import type { CropMode, Gravity, Step } from '../language/transformation.js';
import { boxOf, inPixels, pixelRatio, asksForSize } from './box.js';
import { sameSize, wholePixels, type Region, type Size } from './size.js';

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

/** Half the picture: `fill_pad` crops as long as this share of it stays visible, and pads beyond. */
const FILL_PAD_VISIBLE = 0.5;

/** The longest side a picture may have between two operations, px: what librsvg draws. */
const LARGEST_WHOLE = 32_767;

const clamp = (value: number, most: number): number => Math.min(Math.max(0, value), most);

/** 0, ½ or 1: where along the free space a compass gravity puts its window. */
const COMPASS: Readonly<Partial<Record<Gravity, readonly [number, number]>>> = {
  north: [0.5, 0],
  south: [0.5, 1],
  east: [1, 0.5],
  west: [0, 0.5],
  north_east: [1, 0],
  north_west: [0, 0],
  south_east: [1, 1],
  south_west: [0, 1],
};

const compass = (gravity: Gravity | undefined): readonly [number, number] =>
  (gravity && COMPASS[gravity]) ?? [0.5, 0.5];

function isSubject(gravity: Gravity | undefined): boolean {
  return gravity === 'auto' || gravity === 'face' || gravity === 'faces';
}

/** An offset points inwards: from the far edge it counts backwards. */
const inward = (share: number, offset: number): number => (share === 1 ? -offset : offset);

/** Keeps a box of a scaled picture, by the step's gravity. `source` is the picture before scaling. */
function keep(step: Step, scaled: Size, box: Size, source: Size, fallback?: Gravity): Frame[] {
  const gravity = step.gravity ?? fallback;
  const size = {
    width: Math.min(box.width, scaled.width),
    height: Math.min(box.height, scaled.height),
  };
  if (sameSize(size, scaled)) {
    return [];
  }
  if (isSubject(gravity)) {
    return [{ kind: 'keep-subject', size }];
  }
  const free = { width: scaled.width - size.width, height: scaled.height - size.height };
  const x = step.x && inPixels(step.x, source.width);
  const y = step.y && inPixels(step.y, source.height);
  if (gravity === 'xy_center') {
    const left = ((x ?? source.width / 2) * scaled.width) / source.width - size.width / 2;
    const top = ((y ?? source.height / 2) * scaled.height) / source.height - size.height / 2;
    const region = {
      left: clamp(Math.round(left), free.width),
      top: clamp(Math.round(top), free.height),
      ...size,
    };
    return [{ kind: 'keep', region }];
  }
  const [across, down] = compass(gravity);
  const dpr = pixelRatio(step);
  const region = {
    left: clamp(Math.round(free.width * across + inward(across, (x ?? 0) * dpr)), free.width),
    top: clamp(Math.round(free.height * down + inward(down, (y ?? 0) * dpr)), free.height),
    ...size,
  };
  return [{ kind: 'keep', region }];
}

const scale = (source: Size, size: Size, by: 'both' | 'width' | 'height' = 'both'): Frame[] =>
  sameSize(source, size) ? [] : [{ kind: 'scale', size, hold: { by } }];

const fitFactor = (source: Size, box: Size): number =>
  Math.min(box.width / source.width, box.height / source.height);

const fillFactor = (source: Size, box: Size): number =>
  Math.max(box.width / source.width, box.height / source.height);

/** The largest size in a box. */
function fit(source: Size, box: Size): Frame[] {
  const factor = fitFactor(source, box);
  const by = box.width / source.width <= box.height / source.height ? 'width' : 'height';
  return scale(source, wholePixels(source.width * factor, source.height * factor), by);
}

/** Covers the box, `zoom` times closer, and keeps the box. */
function fill(step: Step, source: Size, box: Size, zoom = 1, fallback?: Gravity): Frame[] {
  const factor = fillFactor(source, box) * Math.max(1, zoom);
  if (factor > 1 && isSubject(step.gravity ?? fallback)) {
    return fillBySubject(source, box, factor);
  }
  const exact = { width: source.width * factor, height: source.height * factor };
  const whole = atLeast(box, wholePixels(exact.width, exact.height));
  const [kept] = keep(step, whole, box, source, fallback);
  return Math.max(whole.width, whole.height) > LARGEST_WHOLE
    ? fillFromPart(kept, whole, source, box)
    : fillFromWhole(kept, whole, exact, source, box);
}

const atLeast = (least: Size, { width, height }: Size): Size => ({
  width: Math.max(width, least.width),
  height: Math.max(height, least.height),
});

/** Less than any pixel, more than what floating-point numbers lose on the way. */
const ALMOST_NOTHING = 1e-6;

/** Scales by one factor, and keeps a part: a fraction of a pixel that is no part of it goes first. */
function fillFromWhole(
  kept: Frame | undefined,
  whole: Size,
  exact: Size,
  source: Size,
  box: Size,
): Frame[] {
  const size = atLeast(box, {
    width: Math.min(whole.width, Math.floor(exact.width + ALMOST_NOTHING)),
    height: Math.min(whole.height, Math.floor(exact.height + ALMOST_NOTHING)),
  });
  const region = kept?.kind === 'keep' ? kept.region : { left: 0, top: 0, ...box };
  const left = region.left + region.width > size.width ? whole.width - size.width : 0;
  const top = region.top + region.height > size.height ? whole.height - size.height : 0;
  const scaled: Frame = { kind: 'scale', size, hold: { by: 'cover', whole, left, top } };
  const shifted = { ...region, left: region.left - left, top: region.top - top };
  return [
    ...(sameSize(source, whole) ? [] : [scaled]),
    ...(kept?.kind === 'keep-subject' ? [kept] : []),
    ...(kept?.kind === 'keep' && !sameSize(shifted, size)
      ? [{ kind: 'keep', region: sameSize(source, whole) ? region : shifted } as const]
      : []),
  ];
}

/** Cuts before it scales: the whole picture would be too long, though only a box of it is wanted. */
function fillFromPart(kept: Frame | undefined, scaled: Size, source: Size, box: Size): Frame[] {
  if (kept?.kind !== 'keep') {
    return scale(source, box);
  }
  const { left, top, width, height } = kept.region;
  const [across, down] = [source.width / scaled.width, source.height / scaled.height];
  const size = wholePixels(width * across, height * down);
  const region = {
    left: clamp(Math.round(left * across), source.width - size.width),
    top: clamp(Math.round(top * down), source.height - size.height),
    ...size,
  };
  return [
    ...(sameSize(region, source) ? [] : [{ kind: 'keep', region } as const]),
    ...scale(size, box),
  ];
}

/** Finding the subject needs all pixels: before an enlargement there are fewer. */
function fillBySubject(source: Size, box: Size, factor: number): Frame[] {
  const window = wholePixels(box.width / factor, box.height / factor);
  const size = {
    width: Math.min(source.width, window.width),
    height: Math.min(source.height, window.height),
  };
  const kept: Frame[] = sameSize(size, source) ? [] : [{ kind: 'keep-subject', size }];
  return [...kept, ...scale(size, box)];
}

function fillWithin(step: Step, source: Size, box: Size): Frame[] {
  const factor = fillFactor(source, box);
  return fill(
    step,
    source,
    factor <= 1 ? box : wholePixels(box.width / factor, box.height / factor),
  );
}

/** Scales by a factor and lays the result on a canvas of at least its size. */
function pad(step: Step, source: Size, box: Size, factor: number): Frame[] {
  const scaled = wholePixels(source.width * factor, source.height * factor);
  const canvas = {
    width: Math.max(box.width, scaled.width),
    height: Math.max(box.height, scaled.height),
  };
  if (sameSize(canvas, scaled)) {
    return scale(source, scaled);
  }
  const [across, down] = compass(step.gravity);
  const lay: Frame = {
    kind: 'lay',
    canvas,
    left: Math.round((canvas.width - scaled.width) * across),
    top: Math.round((canvas.height - scaled.height) * down),
  };
  return [...scale(source, scaled), lay];
}

function fillOrPad(step: Step, source: Size, box: Size): Frame[] {
  const visible = fitFactor(source, box) / fillFactor(source, box);
  return visible >= FILL_PAD_VISIBLE
    ? fill(step, source, box)
    : pad(step, source, box, fitFactor(source, box));
}

/** The unscaled region of the source at `x`, `y`, or around it, less what lies outside; `undefined` when nothing is left. */
function cut(step: Step, source: Size, box: Size): Frame[] | undefined {
  const x = step.x && inPixels(step.x, source.width);
  const y = step.y && inPixels(step.y, source.height);
  const corner = ((): readonly [number, number] => {
    if (step.gravity === 'xy_center') {
      return [(x ?? source.width / 2) - box.width / 2, (y ?? source.height / 2) - box.height / 2];
    }
    const [across, down] = step.gravity ? compass(step.gravity) : [0, 0];
    return [
      (source.width - box.width) * across + inward(across, x ?? 0),
      (source.height - box.height) * down + inward(down, y ?? 0),
    ];
  })();
  const [left, top] = [Math.round(corner[0]), Math.round(corner[1])];
  const region = {
    left: Math.max(0, left),
    top: Math.max(0, top),
    width: Math.min(source.width, left + box.width) - Math.max(0, left),
    height: Math.min(source.height, top + box.height) - Math.max(0, top),
  };
  if (region.width < 1 || region.height < 1) {
    return undefined;
  }
  return sameSize(region, source) ? [] : [{ kind: 'keep', region }];
}

/** Modes that come to the same when one side follows the source's ratio. */
const PROPORTIONAL: ReadonlySet<CropMode> = new Set(['scale', 'fill', 'pad', 'fill_pad', 'crop']);

/** The side that a step states, when it states one and the other follows the source's ratio. */
function onlySide({ width, height, aspectRatio }: Step): 'width' | 'height' | undefined {
  if (aspectRatio !== undefined || (width === undefined) === (height === undefined)) {
    return undefined;
  }
  return width === undefined ? 'height' : 'width';
}

/**
 * How a step frames a source, which is upright and turned already. `undefined` when the crop lies outside of it.
 * One function for each crop mode of docs/transformations.md.
 */
export function framesOf(step: Step, source: Size): readonly Frame[] | undefined {
  const box = boxOf(step, source);
  const mode = step.crop ?? 'fill';
  const places = step.x !== undefined || step.y !== undefined || step.gravity === 'xy_center';
  if (mode !== 'thumb' && !asksForSize(step) && !(mode === 'crop' && places)) {
    return [];
  }
  const side = onlySide(step);
  if (side && PROPORTIONAL.has(mode) && !(mode === 'crop' && places)) {
    return scale(source, box, side);
  }
  switch (mode) {
    case 'scale':
      return scale(source, box);
    case 'fit':
    case 'limit':
      return fitFactor(source, box) < 1 ? fit(source, box) : [];
    case 'mfit':
      return fitFactor(source, box) > 1 ? fit(source, box) : [];
    case 'fill':
      return fill(step, source, box);
    case 'lfill':
      return fillWithin(step, source, box);
    case 'pad':
      return pad(step, source, box, fitFactor(source, box));
    case 'lpad':
      return pad(step, source, box, Math.min(1, fitFactor(source, box)));
    case 'mpad':
      return pad(step, source, box, Math.max(1, fitFactor(source, box)));
    case 'fill_pad':
      return fillOrPad(step, source, box);
    case 'crop':
      return places ? cut(step, source, box) : fill(step, source, box);
    case 'thumb':
      return fill(step, source, box, step.zoom, 'face');
  }
}
