import type { Colour } from '../../language/transformation.js';
import type { ColourMatrix } from './operations.js';

type Row = readonly [number, number, number];

const IDENTITY: ColourMatrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** ITU-R BT.709 luma. */
const LUMA: Row = [0.2126, 0.7152, 0.0722];

/** Shades of grey of the same luma. */
export const GREYSCALE: ColourMatrix = [LUMA, LUMA, LUMA];

/** W3C Filter Effects, `sepia(1)`. */
const SEPIA: ColourMatrix = [
  [0.393, 0.769, 0.189],
  [0.349, 0.686, 0.168],
  [0.272, 0.534, 0.131],
];

const mixRow = (from: Row, to: Row, share: number): Row => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

const mix = (from: ColourMatrix, to: ColourMatrix, share: number): ColourMatrix => [
  mixRow(from[0], to[0], share),
  mixRow(from[1], to[1], share),
  mixRow(from[2], to[2], share),
];

/** Sepia, 0 to 1. */
export function sepia(share: number): ColourMatrix {
  return mix(IDENTITY, SEPIA, share);
}

/** Saturation: 0 is grey, 1 the picture as it is, 2 twice as colourful. */
export function saturate(factor: number): ColourMatrix {
  return mix(GREYSCALE, IDENTITY, factor);
}

const shade = (level: number): Row => {
  const [red, green, blue] = LUMA;
  return [(red * level) / 255, (green * level) / 255, (blue * level) / 255];
};

/**
 * Towards shades of one colour, 0 to 1: black stays black, white becomes the colour. A colour that lets something through
 * weakens the tint by as much.
 */
export function tint({ red, green, blue, alpha }: Colour, share: number): ColourMatrix {
  return mix(IDENTITY, [shade(red), shade(green), shade(blue)], (share * alpha) / 255);
}
