import { readDecimal, writeNumber } from './numbers.js';

const WIDEST = 100;
const LARGEST_TERM = 99_999;
// As many digits as a double can need, so that a ratio survives being written and read.
const LONG_DECIMAL = /^(?:0|[1-9][0-9]{0,2})\.[0-9]{7,20}$/;

/** A ratio of width to height from 1:100 to 100:1, as `W:H` or a decimal. */
export function readRatio(text: string): number | undefined {
  const [width = '', height, ...rest] = text.split(':', 3);
  if (rest.length > 0) return undefined;
  const ratio = height === undefined ? readQuotient(width) : divide(width, height);
  return ratio !== undefined && ratio >= 1 / WIDEST && ratio <= WIDEST ? ratio : undefined;
}

/** The decimal when it is short, else the smallest whole terms that divide to exactly this ratio. */
export function writeRatio(ratio: number): string {
  const decimal = writeNumber(ratio);
  if (decimal.length <= 8) return decimal;
  const terms = exactTerms(ratio);
  return terms === undefined ? decimal : terms.join(':');
}

/** Divides whole millionths, so that 1.6:0.9 is the very number that 16:9 is. */
function divide(width: string, height: string): number | undefined {
  const [top, bottom] = [millionths(width), millionths(height)];
  return top === undefined || bottom === undefined || bottom === 0 ? undefined : top / bottom;
}

function millionths(text: string): number | undefined {
  const term = readDecimal(text, 0, LARGEST_TERM);
  return term === undefined ? undefined : Math.round(term * 1e6);
}

function readQuotient(text: string): number | undefined {
  return readDecimal(text, 0, WIDEST) ?? (LONG_DECIMAL.test(text) ? Number(text) : undefined);
}

/** Walks the continued fraction of `ratio`; its convergents are the best small fractions there are. */
function exactTerms(ratio: number): readonly [number, number] | undefined {
  let [top, previousTop, bottom, previousBottom] = [1, 0, 0, 1];
  let rest = ratio;
  for (;;) {
    const whole = Math.floor(rest);
    [top, previousTop] = [whole * top + previousTop, top];
    [bottom, previousBottom] = [whole * bottom + previousBottom, bottom];
    if (top > LARGEST_TERM || bottom > LARGEST_TERM) return undefined;
    if (top / bottom === ratio) return [top, bottom];
    if (rest === whole) return undefined;
    rest = 1 / (rest - whole);
  }
}
