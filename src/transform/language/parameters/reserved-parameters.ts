import { COLOUR_SYNTAX, readColour } from '../values/colour.js';
import { readDecimal } from '../values/numbers.js';
import type { Parameter } from './parameter.js';
import { APPLICATIONS, PICTURES, reservedParameter } from './parameter.js';

// A path of an asset or a text: anything printable, without the separators of a URL.
const PATH_OR_TEXT = /^[^\p{Cc}/\\]{1,512}$/u;
const BIT_RATE = /^[1-9][0-9]{0,5}[km]$/;
const VIDEO_CODECS: ReadonlySet<string> = new Set(['h264', 'h265', 'vp9', 'av1', 'none']);

/** Keys that belong to the language and are not offered; a value in their syntax says so instead of being a path. */
export const RESERVED_PARAMETERS: readonly Parameter[] = [
  reservedParameter({
    key: 'd',
    description: 'Asset served when the one asked for is missing.',
    allowed: 'an asset path with `:` for `/`',
    appliesTo: APPLICATIONS,
    fits: (raw) => PATH_OR_TEXT.test(raw),
  }),
  reservedParameter({
    key: 'l',
    description: 'Image or text laid over the picture.',
    allowed: 'an asset path with `:` for `/`, or `text:{font}_{size}:{text}`',
    appliesTo: PICTURES,
    fits: (raw) => PATH_OR_TEXT.test(raw),
  }),
  reservedParameter({
    key: 'co',
    description: 'Colour of a text layer.',
    allowed: COLOUR_SYNTAX,
    appliesTo: PICTURES,
    fits: (raw) => readColour(raw) !== undefined,
  }),
  reservedParameter({
    key: 'vc',
    description: 'Video codec.',
    allowed: 'one of `h264`, `h265`, `vp9`, `av1`, `none`',
    appliesTo: ['video'],
    fits: (raw) => VIDEO_CODECS.has(raw),
  }),
  reservedParameter({
    key: 'fps',
    description: 'Frames per second.',
    allowed: 'a decimal from 1 to 60',
    appliesTo: ['video'],
    fits: (raw) => readDecimal(raw, 1, 60) !== undefined,
  }),
  reservedParameter({
    key: 'br',
    description: 'Bit rate instead of a quality.',
    allowed: 'a number with `k` or `m`, such as `500k` or `2m`',
    appliesTo: ['video'],
    fits: (raw) => BIT_RATE.test(raw),
  }),
];
