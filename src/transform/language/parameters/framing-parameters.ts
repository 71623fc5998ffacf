import { readOffset, writeLength } from '../values/measures.js';
import { readDecimal, readInteger, writeNumber } from '../values/numbers.js';
import type { Parameter } from './parameter.js';
import { APPLICATIONS, PICTURES, WRONG, parameter } from './parameter.js';
import type { Gravity, Step } from '../transformation.js';
import { GRAVITIES } from '../transformation.js';
import { readTurn, writeTurn } from '../values/turn.js';
import { inWords, wordReader, wordsOf } from '../values/value-lists.js';

const GRAVITY_WORDS = wordsOf(GRAVITIES, {
  c: 'center',
  n: 'north',
  s: 'south',
  e: 'east',
  w: 'west',
  ne: 'north_east',
  nw: 'north_west',
  se: 'south_east',
  sw: 'south_west',
  face_center: 'face',
  faces_center: 'faces',
  north_center: 'north',
  south_center: 'south',
});

/** Which picture is taken, what a crop keeps of it, and how it is turned. */
export const FRAMING_PARAMETERS: readonly Parameter[] = [
  parameter({
    key: 'g',
    property: 'gravity',
    description:
      'What a crop keeps; `auto`, `face` and `faces` find the salient region, `xy_center` takes `x` and `y` as the focal point.',
    allowed: `one of ${inWords(GRAVITY_WORDS.keys())}`,
    default: '`center`; `face` with `c_thumb`; `north_west` with `c_crop` and `x` or `y`',
    choices: [...GRAVITY_WORDS.keys()],
    appliesTo: APPLICATIONS,
    parse: wordReader(GRAVITY_WORDS),
    write: (value) => value,
    isDefault: (value, step) => value === defaultGravity(step),
  }),
  offsetParameter('x', 'Offset of a crop from the left, or the focal point with `g_xy_center`.'),
  offsetParameter('y', 'Offset of a crop from the top, or the focal point with `g_xy_center`.'),
  parameter({
    key: 'z',
    property: 'zoom',
    description: 'How close `c_thumb` comes to its subject; below 1 is as far as 1.',
    allowed: 'a decimal from 0.1 to 10',
    default: '`1`',
    appliesTo: PICTURES,
    parse: (raw) => readDecimal(raw, 0.1, 10) ?? WRONG,
    write: writeNumber,
    isDefault: (value) => value <= 1,
  }),
  parameter({
    key: 'a',
    property: 'turn',
    description:
      'Rotate clockwise or flip, in the order given, after the EXIF orientation; `auto` is that orientation alone.',
    allowed: 'degrees from -360 to 360, `auto`, `hflip` or `vflip`; several joined by dots',
    default: '`auto`',
    choices: ['auto', 'hflip', 'vflip'],
    appliesTo: PICTURES,
    parse: readTurn,
    write: writeTurn,
    isDefault: ({ mirrored, degrees }) => !mirrored && degrees === 0,
  }),
  parameter({
    key: 'pg',
    property: 'page',
    description: 'Page of a document, or frame of an animation as a still.',
    allowed: 'an integer from 1 to 10000',
    default: 'the first page; every frame of an animation',
    appliesTo: PICTURES,
    parse: (raw) => readInteger(raw, 1, 10_000) ?? WRONG,
    write: writeNumber,
  }),
];

/** The gravity of a step that names none: `c_thumb` looks for a face, `c_crop` measures its offsets from the top left. */
function defaultGravity({ crop, x, y }: Step): Gravity {
  if (crop === 'thumb') return 'face';
  return crop === 'crop' && (x !== undefined || y !== undefined) ? 'north_west' : 'center';
}

function offsetParameter(key: 'x' | 'y', description: string): Parameter {
  return parameter({
    key,
    property: key,
    description,
    allowed:
      'an integer in px from -65535 to 65535, or a decimal from 0 to 1 as a share of the source',
    appliesTo: APPLICATIONS,
    parse: (raw) => readOffset(raw) ?? WRONG,
    write: writeLength,
  });
}
