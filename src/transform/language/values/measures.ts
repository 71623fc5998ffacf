import { readDecimal, readInteger, writeNumber } from './numbers.js';
import type { Length, Moment } from '../transformation.js';

// Largest side an image of any supported format can have (JPEG, 16 bit): no offset needs more.
const LARGEST_SIDE = 65_535;
const DAY_S = 86_400;

/** A side of the output: whole px from 1 to `max`, or a share between 0 and 1, both exclusive. */
export function readSide(text: string, max: number): Length | undefined {
  const pixels = readInteger(text, 1, max);
  if (pixels !== undefined) return { unit: 'px', value: pixels };
  const share = text.includes('.') ? readDecimal(text, 0, 1) : undefined;
  return share === undefined || share === 0 || share === 1
    ? undefined
    : { unit: 'share', value: share };
}

/** An offset: whole px, also negative, or a share of the source from 0 to 1 written with a dot. */
export function readOffset(text: string): Length | undefined {
  const pixels = readInteger(text, -LARGEST_SIDE, LARGEST_SIDE);
  if (pixels !== undefined) return { unit: 'px', value: pixels };
  const share = readDecimal(text, 0, 1);
  if (share === undefined) return undefined;
  return share === 0 ? { unit: 'px', value: 0 } : { unit: 'share', value: share };
}

/** The text of a length; a share of 1 keeps its dot, which is what tells it from one pixel. */
export function writeLength(length: Length): string {
  return length.unit === 'share' && length.value === 1 ? '1.0' : writeNumber(length.value);
}

/** Seconds of at most a day, or percent ending in `p`. */
export function readMoment(text: string): Moment | undefined {
  if (text.endsWith('p')) {
    const percent = readDecimal(text.slice(0, -1), 0, 100);
    return percent === undefined ? undefined : { unit: 'percent', value: percent };
  }
  const seconds = readDecimal(text, 0, DAY_S);
  return seconds === undefined ? undefined : { unit: 'seconds', value: seconds };
}

/** The text of a moment or a span of time. */
export function writeMoment(moment: Moment): string {
  return writeNumber(moment.value) + (moment.unit === 'percent' ? 'p' : '');
}
