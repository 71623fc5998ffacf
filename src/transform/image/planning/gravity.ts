import type { Gravity, Step } from '../../language/transformation.js';
import { inPixels, pixelRatio } from './box.js';
import type { Frame } from './frame.js';
import { sameSize, type Size } from './size.js';

/** A value between 0 and `most`. */
export const clamp = (value: number, most: number): number => Math.min(Math.max(0, value), most);

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

/** Where along the free space a gravity puts its window: 0 to 1, across and down. */
export const compass = (gravity: Gravity | undefined): readonly [number, number] =>
  (gravity && COMPASS[gravity]) ?? [0.5, 0.5];

/** Whether a gravity looks for what is salient. */
export function isSubject(gravity: Gravity | undefined): boolean {
  return gravity === 'auto' || gravity === 'face' || gravity === 'faces';
}

/** An offset points inwards: from the far edge it counts backwards. */
export const inward = (share: number, offset: number): number => (share === 1 ? -offset : offset);

/** Keeps a box of a scaled picture, by the step's gravity. `source` is the picture before scaling. */
export function keep(
  step: Step,
  scaled: Size,
  box: Size,
  source: Size,
  fallback?: Gravity,
): Frame[] {
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
