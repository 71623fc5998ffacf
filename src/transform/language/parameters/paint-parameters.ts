import { COLOUR_SYNTAX, isInvisible, readColour, writeColour } from '../values/colour.js';
import { EFFECTS, inOrder, readEffect, writeEffect } from '../values/effects.js';
import type { LanguageLimits } from '../limits.js';
import { readInteger, writeNumber } from '../values/numbers.js';
import type { Parameter } from './parameter.js';
import { APPLICATIONS, PICTURES, WRONG, Refusal, parameter } from './parameter.js';
import type { Border, Effect, Radius } from '../transformation.js';
import { inWords, readList } from '../values/value-lists.js';

const BORDER_STYLE = 'px_solid_';

/** Corners, fills, borders and effects. */
export const PAINT_PARAMETERS: readonly Parameter[] = [
  parameter({
    key: 'r',
    property: 'radius',
    description: 'Rounded corners in CSS px, clockwise from the top left; `max` makes an ellipse.',
    allowed: ({ maxOutputDimension }) =>
      `\`max\`, or 1 to 4 integers from 0 to ${maxOutputDimension} joined by colons`,
    choices: ['max'],
    appliesTo: PICTURES,
    parse: readRadius,
    write: writeRadius,
    isDefault: (value) => value.kind === 'corners' && value.corners.every((corner) => corner === 0),
  }),
  parameter({
    key: 'b',
    aliases: ['bg'],
    property: 'background',
    description: 'Colour behind padding, rotation, rounded corners and transparency.',
    allowed: COLOUR_SYNTAX,
    default: 'white where the format has no transparency, else transparent',
    choices: ['transparent'],
    appliesTo: APPLICATIONS,
    parse: (raw) => readColour(raw) ?? WRONG,
    write: writeColour,
    isDefault: isInvisible,
  }),
  parameter({
    key: 'bo',
    property: 'border',
    description: 'Solid border inside the output size; its width in CSS px.',
    allowed: ({ maxOutputDimension }) =>
      `\`{n}px_solid_{colour}\`, n from 1 to ${maxOutputDimension} and less than half of w and h; the colour is ${COLOUR_SYNTAX}`,
    appliesTo: PICTURES,
    parse: readBorder,
    write: ({ width, colour }) => `${width}${BORDER_STYLE}${writeColour(colour)}`,
    isDefault: ({ colour }) => isInvisible(colour),
  }),
  parameter({
    key: 'o',
    property: 'opacity',
    description: 'Opacity in percent.',
    allowed: 'an integer from 0 to 100',
    default: '`100`',
    appliesTo: PICTURES,
    parse: (raw) => readInteger(raw, 0, 100) ?? WRONG,
    write: writeNumber,
    isDefault: (value) => value === 100,
  }),
  parameter({
    key: 'e',
    property: 'effects',
    description: 'Effects, applied in the order given.',
    allowed: `${inWords(EFFECTS.filter((row) => row.available).map((row) => row.syntax))}; several joined by dots`,
    choices: EFFECTS.filter((row) => row.available).map((row) => row.name),
    appliesTo: PICTURES,
    parse: readEffects,
    write: (value) => value.map(writeEffect).join('.'),
    isDefault: (value) => value.length === 0,
  }),
];

function readEffects(raw: string): readonly Effect[] | Refusal {
  const effects = readList(raw, readEffect);
  return effects instanceof Refusal ? effects : inOrder(effects);
}

function readRadius(raw: string, limits: LanguageLimits): Radius | Refusal {
  if (raw === 'max') return { kind: 'max' };
  const numbers = raw.split(':', 5).map((text) => readInteger(text, 0, limits.maxOutputDimension));
  const [topLeft, topRight = topLeft, bottomRight = topLeft, bottomLeft = topRight] = numbers;
  const corners = [topLeft, topRight, bottomRight, bottomLeft] as const;
  return numbers.length > 4 || numbers.includes(undefined) || !areNumbers(corners)
    ? WRONG
    : { kind: 'corners', corners };
}

type Corners<T> = readonly [T, T, T, T];

function areNumbers(corners: Corners<number | undefined>): corners is Corners<number> {
  return !corners.includes(undefined);
}

/** The shortest of the CSS spellings: a corner is left out when its opposite already says it. */
function writeRadius(radius: Radius): string {
  if (radius.kind === 'max') return 'max';
  const [topLeft, topRight, bottomRight, bottomLeft] = radius.corners;
  if (bottomLeft !== topRight) return radius.corners.join(':');
  if (bottomRight !== topLeft) return [topLeft, topRight, bottomRight].join(':');
  return topRight === topLeft ? writeNumber(topLeft) : [topLeft, topRight].join(':');
}

function readBorder(raw: string, limits: LanguageLimits): Border | Refusal {
  const end = raw.indexOf(BORDER_STYLE);
  const width = readInteger(raw.slice(0, Math.max(end, 0)), 1, limits.maxOutputDimension);
  const colour = readColour(raw.slice(end + BORDER_STYLE.length));
  return width === undefined || colour === undefined ? WRONG : { width, colour };
}
