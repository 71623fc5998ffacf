import type { ImageFormat, Step } from '../../language/transformation.js';
import {
  InvalidTransformationError,
  violation,
} from '../../language/invalid-transformation-error.js';
import { asksForSize, boxOf } from './box.js';
import type { Size } from './size.js';

/** The largest result that is made, px. */
export interface OutputLimits {
  readonly maxDimension: number;
  /** Area; of one frame of an animation. */
  readonly maxPixels: number;
}

/** The largest side each format can hold, px: RFC 9649 (WebP), JFIF, GIF89a, and what the AV1 encoder here takes. */
const LARGEST_SIDE: Readonly<Record<ImageFormat, number>> = {
  avif: 16_384,
  webp: 16_383,
  jpeg: 65_535,
  png: 2 ** 31 - 1,
  gif: 65_535,
};

const exceeds = ({ width, height }: Size, { maxDimension, maxPixels }: OutputLimits): boolean =>
  width > maxDimension || height > maxDimension || width * height > maxPixels;

const parameterOf = (step: Step): string => {
  if (step.width !== undefined) return 'w';
  if (step.height !== undefined) return 'h';
  return step.aspectRatio === undefined ? 'w' : 'ar';
};

const valueOf = (step: Step): string => `${(step.width ?? step.height)?.value ?? ''}`;

/**
 * Refuses a box or a result that is larger than the server makes.
 * @throws {InvalidTransformationError}
 */
export function refuseTooLarge(step: Step, source: Size, result: Size, limits: OutputLimits): void {
  const box = asksForSize(step) ? boxOf(step, source) : result;
  const size = exceeds(box, limits) ? box : result;
  if (exceeds(size, limits)) {
    throw new InvalidTransformationError([
      violation(
        parameterOf(step),
        valueOf(step),
        `The result would be ${size.width} × ${size.height} px; ${limits.maxDimension} px a side and ` +
          `${limits.maxPixels} px of area are allowed.`,
      ),
    ]);
  }
}

/**
 * Refuses a crop that keeps nothing.
 * @throws {InvalidTransformationError}
 */
export function refuseOutside(step: Step, source: Size): never {
  throw new InvalidTransformationError([
    violation(
      step.x === undefined ? 'y' : 'x',
      `${(step.x ?? step.y)?.value ?? ''}`,
      `The crop lies outside of the picture, which is ${source.width} × ${source.height} px there.`,
    ),
  ]);
}

/** Refuses a page that a source doesn't have. @throws {InvalidTransformationError} */
export function refusePage(page: number, pages: number): never {
  throw new InvalidTransformationError([
    violation('pg', `${page}`, `The asset has ${pages} ${pages === 1 ? 'page' : 'pages'}.`),
  ]);
}

/** Whether a format can hold a picture of this size. */
export function holds(format: ImageFormat, { width, height }: Size): boolean {
  return Math.max(width, height) <= LARGEST_SIDE[format];
}
