import { readInteger, writeNumber } from '../values/numbers.js';
import type { Application, Parameter } from './parameter.js';
import { APPLICATIONS, PICTURES, WRONG, Refusal, parameter } from './parameter.js';
import type { Flag, OutputFormat, Quality } from '../transformation.js';
import { FLAGS, IMAGE_FORMATS, QUALITY_LEVELS, VIDEO_FORMATS } from '../transformation.js';
import { inWords, readList, wordReader, wordsOf } from '../values/value-lists.js';

const PICTURE_FORMATS: readonly OutputFormat[] = [...IMAGE_FORMATS, 'auto'];
const MOVING_FORMATS: readonly OutputFormat[] = [...VIDEO_FORMATS, 'gif'];
const FORMAT_WORDS = wordsOf<OutputFormat>([...PICTURE_FORMATS, ...VIDEO_FORMATS], {
  jpg: 'jpeg',
});
const readFormat = wordReader(FORMAT_WORDS, new Set(['m3u8', 'mpd']));
const readFlag = wordReader(wordsOf(FLAGS), new Set(['layer_apply']));
const AUTOMATIC = new Map<string, Quality>([
  ['auto', { kind: 'auto', level: 'good' }],
  ...QUALITY_LEVELS.map((level): [string, Quality] => [`auto:${level}`, { kind: 'auto', level }]),
]);

/** What the result is encoded to; in a chain the last step that says each of them decides. */
export const OUTPUT_PARAMETERS: readonly Parameter[] = [
  parameter({
    key: 'q',
    property: 'quality',
    description:
      'Quality of the encoding; `auto` is a default for each format, which the levels shift.',
    allowed: `an integer from 1 to 100, or one of ${inWords(AUTOMATIC.keys())}`,
    default: '`auto`, which is `auto:good`',
    choices: [...AUTOMATIC.keys()],
    appliesTo: APPLICATIONS,
    parse: readQuality,
    write: (value) => (value.kind === 'fixed' ? writeNumber(value.value) : `auto:${value.level}`),
    isDefault: (value) => value.kind === 'auto' && value.level === 'good',
    objection: (value, application) =>
      application === 'video' && value.kind === 'auto' && value.level !== 'good'
        ? 'q takes an integer from 1 to 100 or `auto` for a video.'
        : undefined,
  }),
  parameter({
    key: 'f',
    property: 'format',
    description:
      'Format of the result; `auto` encodes every image format the client accepts and serves the smallest. An image format makes one frame of a video.',
    allowed: `one of ${inWords(FORMAT_WORDS.keys())}`,
    default: 'negotiated from `Accept` for an image, `mp4` for a video',
    choices: [...FORMAT_WORDS.keys()],
    appliesTo: APPLICATIONS,
    parse: readFormat,
    write: (value) => value,
    objection: (value, application) => {
      const allowed = application === 'video' ? MOVING_FORMATS : PICTURE_FORMATS;
      return allowed.includes(value)
        ? undefined
        : `f takes one of ${inWords(allowed)} for ${OBJECTS[application]}.`;
    },
  }),
  parameter({
    key: 'fl',
    property: 'flags',
    description: 'Flags of the encoding and of the answer.',
    allowed: `one of ${inWords(FLAGS)}; several joined by dots`,
    choices: FLAGS,
    appliesTo: PICTURES,
    parse: readFlags,
    write: (value) => value.join('.'),
  }),
];

const OBJECTS: Readonly<Record<Application, string>> = {
  image: 'an image',
  video: 'a video',
  poster: 'one frame of a video',
};

function readQuality(raw: string): Quality | Refusal {
  const automatic = AUTOMATIC.get(raw);
  if (automatic !== undefined) return automatic;
  const value = readInteger(raw, 1, 100);
  return value === undefined ? WRONG : { kind: 'fixed', value };
}

/** Flags are a set: each once, in the order of the list of flags. */
function readFlags(raw: string): readonly Flag[] | Refusal {
  const given = readList(raw, readFlag);
  return given instanceof Refusal ? given : FLAGS.filter((flag) => given.includes(flag));
}
