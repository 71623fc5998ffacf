import { COLOUR_SYNTAX, isInvisible, readColour, writeColour } from './colour.js';
import { readInteger } from './numbers.js';
import { Refusal } from '../parameters/parameter.js';
import type { Effect } from '../transformation.js';

/** An effect's row: how it is written, what it does, and how its argument becomes a value. */
export interface EffectRow {
  readonly name: string;
  /** The effect with its argument, as documentation writes it. */
  readonly syntax: string;
  readonly description: string;
  readonly available: boolean;
  /** The amount when none is written; undefined when one must be. */
  readonly absent?: number | undefined;
  /** True when amount 0 changes no pixel. */
  readonly neutralAtZero?: boolean;
  /** `argument` is what follows the first colon; undefined when there is no colon. */
  read(argument: string | undefined): Effect | undefined;
}

type Amount = Extract<Effect, { readonly amount: number; readonly colour?: never }>;
type PlainName = Exclude<Effect, { readonly amount: number }>['name'];

function amount(
  name: Amount['name'],
  [min, max]: readonly [number, number],
  description: string,
  absent?: number,
  sameAs: (value: number) => number = (value) => value,
): EffectRow {
  return {
    name,
    syntax: absent === undefined ? `${name}:${min}…${max}` : `${name}[:${min}…${max}]`,
    description: absent === undefined ? description : `${description} (${absent} when not given)`,
    available: true,
    absent,
    neutralAtZero: min <= 0 && absent === undefined,
    read: (argument) => {
      const value = argument === undefined ? absent : readInteger(argument, min, max);
      return value === undefined ? undefined : { name, amount: sameAs(value) };
    },
  };
}

function plain(name: PlainName, description: string): EffectRow {
  return {
    name,
    syntax: name,
    description,
    available: true,
    read: (argument) => (argument === undefined ? { name } : undefined),
  };
}

function reserved(name: string, syntax: string, description: string): EffectRow {
  return { name, syntax, description, available: false, read: () => undefined };
}

const TINT: EffectRow = {
  name: 'tint',
  syntax: 'tint:0…100:{colour}',
  description: `mix with shades of a colour, percent, less where the colour is transparent itself; the colour is ${COLOUR_SYNTAX}`,
  available: true,
  neutralAtZero: true,
  read: (argument = '') => {
    const colon = argument.indexOf(':');
    const strength = readInteger(argument.slice(0, Math.max(colon, 0)), 0, 100);
    const colour = readColour(argument.slice(colon + 1));
    return strength === undefined || colour === undefined
      ? undefined
      : { name: 'tint', amount: strength, colour };
  },
};

/** Every effect there is a name for. */
export const EFFECTS: readonly EffectRow[] = [
  amount('blur', [1, 2000], 'Gaussian blur'),
  amount('sharpen', [0, 2000], 'sharpen'),
  amount('unsharp_mask', [0, 2000], 'sharpen by an unsharp mask'),
  plain('grayscale', 'shades of grey'),
  amount('blackwhite', [0, 100], 'black and white, split at a lightness in percent', 50),
  amount('sepia', [1, 100], 'sepia tone, percent'),
  plain('negate', 'negative'),
  amount('brightness', [-99, 100], 'brightness, percent'),
  amount('contrast', [-100, 100], 'contrast, percent'),
  amount('saturation', [-100, 100], 'saturation, percent'),
  // Half a circle to the left is half a circle to the right.
  amount('hue', [-100, 100], 'turn of the hue, percent of half a circle', undefined, (percent) =>
    percent === -100 ? 100 : percent,
  ),
  amount('gamma', [-50, 150], 'gamma, percent'),
  TINT,
  amount('vignette', [0, 100], 'darker corners, percent'),
  amount('pixelate', [1, 200], 'squares of this many px'),
  amount('trim', [0, 100], 'cut off a border of one colour, within a tolerance in percent', 10),
  plain('improve', 'stretch the levels to the full range'),
  reserved('reverse', 'reverse', 'play backwards'),
  reserved('boomerang', 'boomerang', 'play forwards, then backwards'),
  reserved('loop', 'loop:{n}', 'play several times'),
  reserved('mute', 'mute', 'remove the sound'),
  reserved('volume', 'volume:{n}', 'change the volume'),
  reserved('fade', 'fade:{ms}', 'fade in or out'),
  reserved('accelerate', 'accelerate:{n}', 'change the speed'),
  reserved('preview', 'preview:duration_{n}', 'a summary of the video'),
];

const BY_NAME: ReadonlyMap<string, EffectRow> = new Map(EFFECTS.map((row) => [row.name, row]));
/** Reads one effect, such as `blur:300`. */
export function readEffect(text: string): Effect | Refusal {
  const colon = text.indexOf(':');
  const row = BY_NAME.get(colon === -1 ? text : text.slice(0, colon));
  if (row === undefined) return new Refusal('wrong');
  if (!row.available) return new Refusal('unavailable', `the effect ${row.name}`);
  const effect = row.read(colon === -1 ? undefined : text.slice(colon + 1));
  return effect ?? new Refusal('wrong', `${row.name} is written ${row.syntax}`);
}

/** The canonical text of one effect. */
export function writeEffect(effect: Effect): string {
  if (!('amount' in effect) || effect.amount === BY_NAME.get(effect.name)?.absent) {
    return effect.name;
  }
  const text = `${effect.name}:${effect.amount}`;
  return effect.name === 'tint' ? `${text}:${writeColour(effect.colour)}` : text;
}

/** True when the effect changes no pixel, such as `brightness:0`. */
export function isNeutral(effect: Effect): boolean {
  if (!('amount' in effect)) return false;
  if (effect.name === 'tint' && isInvisible(effect.colour)) return true;
  return effect.amount === 0 && BY_NAME.get(effect.name)?.neutralAtZero === true;
}

/** The effects in the order in which they are done: one trim comes before all else, and what changes nothing is not done. */
export function inOrder(effects: readonly Effect[]): readonly Effect[] {
  const trim = effects.find(isTrim);
  const others = effects.filter((effect) => !isTrim(effect) && !isNeutral(effect));
  return trim === undefined ? others : [trim, ...others];
}

const isTrim = ({ name }: Effect): boolean => name === 'trim';
