import { COLOUR_NAMES } from './colour-names.js';
import type { Colour } from '../transformation.js';

/** The ways a colour may be written, in words. */
export const COLOUR_SYNTAX =
  '3, 4, 6 or 8 hex digits (with or without `rgb:` before them), a CSS colour name, or `transparent`';

const TRANSPARENT: Colour = { red: 0, green: 0, blue: 0, alpha: 0 };
const HEX = /^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/;
const LONGEST_NAME = 32;

/** Reads a colour in any spelling; undefined when the text is none. Whatever cannot be seen is one colour. */
export function readColour(text: string): Colour | undefined {
  if (text.length > LONGEST_NAME) return undefined;
  const lower = text.toLowerCase();
  if (lower === 'transparent') return TRANSPARENT;
  if (lower.startsWith('rgb:')) return readHex(lower.slice(4));
  return readHex(COLOUR_NAMES.get(lower) ?? lower);
}

/** Whether a colour leaves everything as it is. */
export function isInvisible({ alpha }: Colour): boolean {
  return alpha === 0;
}

/** Six lower-case hex digits, or eight when the colour is not opaque. */
export function writeColour(colour: Colour): string {
  const channels = [colour.red, colour.green, colour.blue];
  if (colour.alpha !== 255) channels.push(colour.alpha);
  return channels.map((channel) => channel.toString(16).padStart(2, '0')).join('');
}

function readHex(digits: string): Colour | undefined {
  if (!HEX.test(digits)) return undefined;
  const short = digits.length < 6;
  const channel = (index: number) =>
    short
      ? Number.parseInt(digits.charAt(index), 16) * 17
      : Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  const alpha = digits.length % 4 === 0 ? channel(3) : 255;
  if (alpha === 0) return TRANSPARENT;
  return { red: channel(0), green: channel(1), blue: channel(2), alpha };
}
