/** Whole pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle of whole pixels inside a picture. */
export interface Region extends Size {
  readonly left: number;
  readonly top: number;
}

/** The nearest size of whole pixels, at least one on each side. */
export function wholePixels(width: number, height: number): Size {
  return { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
}

/** The other way round. */
export function swapped({ width, height }: Size): Size {
  return { width: height, height: width };
}

export function sameSize(one: Size, other: Size): boolean {
  return one.width === other.width && one.height === other.height;
}

/** So near to half a pixel, libraries round to either side. */
const NEAR_HALF = 0.01;

/** Whether a length is rounded to this one, whoever rounds it. */
export function surelyRounds(length: number, whole: number): boolean {
  return Math.abs((length % 1) - 0.5) >= NEAR_HALF && Math.max(1, Math.round(length)) === whole;
}
