import { readMoment, writeMoment } from '../values/measures.js';
import type { Application, Parameter } from './parameter.js';
import { parameter, Refusal, WRONG } from './parameter.js';
import type { Moment } from '../transformation.js';
import { inWords, wordReader, wordsOf } from '../values/value-lists.js';

const CUTS: readonly Application[] = ['video', 'poster'];
const AUDIO_CODECS = ['none', 'aac', 'opus'] as const;
const NAMED = new Refusal(
  'unavailable',
  'a name that this server does not know, or that is no step of its own,',
);
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const MOMENT_SYNTAX = 'seconds as a decimal from 0 to 86400, or percent from `0p` to `100p`';

/** Which part of a video is taken, as a video or as one frame. */
export const VIDEO_PARAMETERS: readonly Parameter[] = [
  parameter({
    key: 't',
    property: 'poster',
    description: 'One frame of a video as an image.',
    allowed: '`true` or `1`',
    choices: ['true', '1'],
    appliesTo: ['poster'],
    parse: (raw) => {
      if (raw === 'true' || raw === '1') return true;
      return NAME.test(raw) ? NAMED : WRONG;
    },
    write: () => 'true',
  }),
  parameter({
    key: 'tt',
    property: 'posterTime',
    description: 'Which frame `t_true` takes.',
    allowed: MOMENT_SYNTAX,
    default: '`0`',
    appliesTo: ['poster'],
    parse: (raw) => readMoment(raw) ?? WRONG,
    write: writeMoment,
    isDefault: isStart,
  }),
  parameter({
    key: 'so',
    property: 'startOffset',
    description: 'Where the cut starts.',
    allowed: 'seconds as a decimal from 0 to 86400, or percent from `0p` to less than `100p`',
    default: '`0`',
    appliesTo: CUTS,
    parse: (raw) => refuse(readMoment(raw), isEnd),
    write: writeMoment,
    isDefault: isStart,
  }),
  parameter({
    key: 'eo',
    property: 'endOffset',
    description: 'Where the cut ends, exclusive.',
    allowed: `${MOMENT_SYNTAX}, later than \`so\` and not together with \`du\``,
    default: '`100p`',
    appliesTo: CUTS,
    parse: (raw) => refuse(readMoment(raw), isStart),
    write: writeMoment,
    isDefault: isEnd,
  }),
  parameter({
    key: 'du',
    property: 'duration',
    description: 'How long the cut is.',
    allowed: `${MOMENT_SYNTAX}, more than 0`,
    default: 'up to the end',
    appliesTo: CUTS,
    parse: (raw) => refuse(readMoment(raw), isStart),
    write: writeMoment,
  }),
  parameter({
    key: 'ac',
    property: 'audioCodec',
    description: 'Audio codec; `none` removes the sound.',
    allowed: `one of ${inWords(AUDIO_CODECS)}`,
    default: '`aac` in mp4 and mov, `opus` in webm',
    choices: AUDIO_CODECS,
    appliesTo: ['video'],
    parse: wordReader(wordsOf(AUDIO_CODECS)),
    write: (value) => value,
  }),
];

function refuse(moment: Moment | undefined, refused: (moment: Moment) => boolean) {
  return moment === undefined || refused(moment) ? WRONG : moment;
}

function isStart(moment: Moment): boolean {
  return moment.value === 0;
}

function isEnd(moment: Moment): boolean {
  return moment.unit === 'percent' && moment.value === 100;
}
