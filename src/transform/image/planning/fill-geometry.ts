import type { Gravity, Step } from '../../language/transformation.js';
import { fillFactor, scale, type Frame } from './frame.js';
import { clamp, isSubject, keep } from './gravity.js';
import { sameSize, wholePixels, type Size } from './size.js';

/** The longest side a picture may have between two operations, px: what librsvg draws. */
const LARGEST_WHOLE = 32_767;

/** Covers the box, `zoom` times closer, and keeps the box. */
export function fill(step: Step, source: Size, box: Size, zoom = 1, fallback?: Gravity): Frame[] {
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
