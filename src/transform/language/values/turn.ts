import { Refusal, WRONG } from '../parameters/parameter.js';
import type { Turn } from '../transformation.js';
import { readInteger, writeNumber } from './numbers.js';
import { readList } from './value-lists.js';

/** No turn at all. */
export const UPRIGHT: Turn = { mirrored: false, degrees: 0 };

const WORDS: ReadonlyMap<string, Turn> = new Map([
  ['auto', UPRIGHT],
  ['hflip', { mirrored: true, degrees: 0 }],
  ['vflip', { mirrored: true, degrees: 180 }],
]);

const positive = (degrees: number): number => ((degrees % 360) + 360) % 360;

/** A turn followed by another, as one: what is mirrored after a turn was turned the other way before it. */
export function turnFurther(turn: Turn, further: Turn): Turn {
  return further.mirrored
    ? { mirrored: !turn.mirrored, degrees: positive(further.degrees - turn.degrees) }
    : { mirrored: turn.mirrored, degrees: positive(turn.degrees + further.degrees) };
}

/** Reads flips and degrees joined by dots: whatever comes to the same is the same turn. */
export function readTurn(raw: string): Turn | Refusal {
  const turns = readList(raw, readOne);
  return turns instanceof Refusal ? turns : turns.reduce(turnFurther, UPRIGHT);
}

function readOne(text: string): Turn | Refusal {
  const degrees = readInteger(text, -360, 360);
  if (degrees !== undefined) return { mirrored: false, degrees: positive(degrees) };
  return WORDS.get(text) ?? WRONG;
}

/** The shortest text of a turn. */
export function writeTurn({ mirrored, degrees }: Turn): string {
  if (!mirrored) return writeNumber(degrees);
  if (degrees === 180) return 'vflip';
  return degrees === 0 ? 'hflip' : `hflip.${degrees}`;
}
