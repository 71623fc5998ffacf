import type { Length, Step } from '../../language/transformation.js';
import { wholePixels, type Size } from './size.js';

/** The ratio of device to CSS pixels of a step; the client hint has been filled in before, so `auto` means none came. */
export function pixelRatio(step: Step): number {
  return typeof step.dpr === 'number' ? step.dpr : 1;
}

/** A length in pixels, a share being one of the source's side. */
export function inPixels(length: Length, side: number): number {
  return length.unit === 'px' ? length.value : length.value * side;
}

/** The box a step asks for, in device pixels; a missing side follows the wanted ratio, or else the source's. */
export function boxOf(step: Step, source: Size): Size {
  const ratio = step.aspectRatio ?? source.width / source.height;
  const dpr = pixelRatio(step);
  const width = step.width && inPixels(step.width, source.width) * dpr;
  const height = step.height && inPixels(step.height, source.height) * dpr;
  if (width !== undefined) {
    return wholePixels(width, height ?? width / ratio);
  }
  if (height !== undefined) {
    return wholePixels(height * ratio, height);
  }
  return wholePixels(
    Math.min(source.width, source.height * ratio),
    Math.min(source.height, source.width / ratio),
  );
}

/** Whether a step says anything about size. */
export function asksForSize(step: Step): boolean {
  return step.width !== undefined || step.height !== undefined || step.aspectRatio !== undefined;
}
