import { readSide, writeLength } from '../values/measures.js';
import { readDecimal, writeNumber } from '../values/numbers.js';
import type { Parameter } from './parameter.js';
import { APPLICATIONS, WRONG, parameter } from './parameter.js';
import { readRatio, writeRatio } from '../values/ratio.js';
import type { CropMode } from '../transformation.js';
import { CROP_MODES } from '../transformation.js';
import { inWords, wordReader, wordsOf } from '../values/value-lists.js';

const VIDEO_CROPS: readonly CropMode[] = ['scale', 'fit', 'fill', 'lfill', 'pad', 'crop'];
// `limit` says what `fit` says: one mode, one variant.
const CROP_WORDS = wordsOf(CROP_MODES, { limit: 'fit' });

/** How large the result is and how the source meets that size. */
export const SIZE_PARAMETERS: readonly Parameter[] = [
  sideParameter('w', 'width', 'Width of the output in CSS px; multiplied by `dpr`.'),
  sideParameter('h', 'height', 'Height of the output in CSS px; multiplied by `dpr`.'),
  parameter({
    key: 'dpr',
    property: 'dpr',
    description:
      'Device pixel ratio, which multiplies `w` and `h`; `auto` follows the `Sec-CH-DPR` or `DPR` client hint.',
    allowed: 'a decimal from 0.5 to 4, or `auto`',
    default: '`1`',
    choices: ['auto'],
    appliesTo: APPLICATIONS,
    parse: (raw) => (raw === 'auto' ? 'auto' : (readDecimal(raw, 0.5, 4) ?? WRONG)),
    write: (value) => (value === 'auto' ? value : writeNumber(value)),
    isDefault: (value) => value === 1,
  }),
  parameter({
    key: 'c',
    property: 'crop',
    description: 'How the source meets the size asked for.',
    allowed: `one of ${inWords(CROP_WORDS.keys())}`,
    default: '`fill`',
    choices: [...CROP_WORDS.keys()],
    appliesTo: APPLICATIONS,
    parse: wordReader(CROP_WORDS),
    write: (value) => value,
    isDefault: (value) => value === 'fill',
    objection: (value, application) =>
      application === 'video' && !VIDEO_CROPS.includes(value)
        ? `c takes one of ${inWords([...VIDEO_CROPS, 'limit'])} for a video.`
        : undefined,
  }),
  parameter({
    key: 'ar',
    property: 'aspectRatio',
    description: 'Ratio of width to height; with `w` or `h` alone the other side follows.',
    allowed:
      'a ratio from 1:100 to 100:1, as `W:H` or as a decimal, not together with both w and h',
    appliesTo: APPLICATIONS,
    parse: (raw) => readRatio(raw) ?? WRONG,
    write: writeRatio,
  }),
];

function sideParameter(key: 'w' | 'h', property: 'width' | 'height', description: string) {
  return parameter({
    key,
    property,
    description,
    allowed: ({ maxOutputDimension }) =>
      `an integer from 1 to ${maxOutputDimension}, or a decimal between 0 and 1 as a share of the source`,
    appliesTo: APPLICATIONS,
    parse: (raw, limits) => readSide(raw, limits.maxOutputDimension) ?? WRONG,
    write: writeLength,
  });
}
