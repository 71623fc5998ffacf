/** Values of a channel that are taken as one: 16 of them. */
const BIN_BITS = 4;
const BINS = 1 << BIN_BITS;

/**
 * The colour that most of a picture has, as `#rrggbb`: the mean of its most filled bin in a histogram of 16 × 16 × 16.
 * What is transparent counts as little as it is seen; of nothing to be seen the colour is black.
 * @param rgba 8-bit samples, four a pixel.
 */
export function dominantColour(rgba: Uint8Array): string {
  const sums = new Float64Array(BINS ** 3 * 4);
  let fullest = 0;
  for (let at = 0; at + 3 < rgba.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(at, at + 4);
    const bin = (((binOf(red) * BINS + binOf(green)) * BINS + binOf(blue)) * 4) | 0;
    add(sums, bin, alpha);
    add(sums, bin + 1, red * alpha);
    add(sums, bin + 2, green * alpha);
    add(sums, bin + 3, blue * alpha);
    if ((sums[bin] ?? 0) > (sums[fullest] ?? 0)) fullest = bin;
  }
  const [weight = 0, ...channels] = sums.subarray(fullest, fullest + 4);
  return `#${channels.map((sum) => hex(weight === 0 ? 0 : sum / weight)).join('')}`;
}

function binOf(value: number): number {
  return value >> (8 - BIN_BITS);
}

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] ?? 0) + value;
}

function hex(value: number): string {
  return Math.round(value).toString(16).padStart(2, '0');
}
