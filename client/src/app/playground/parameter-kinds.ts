import type { TransformationParameter } from '../api/model/transformationParameter';

/** How a parameter's value is chosen. */
export type ControlKind =
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'several'; readonly choices: readonly string[] }
  | {
      readonly kind: 'range';
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly start: number;
    }
  | { readonly kind: 'colour' }
  | { readonly kind: 'effects' }
  | { readonly kind: 'text'; readonly choices: readonly string[] };

/** The groups of the builder, in their order. */
export const GROUPS: readonly { readonly name: string; readonly keys: readonly string[] }[] = [
  { name: $localize`Size`, keys: ['w', 'h', 'ar', 'c', 'dpr', 'z'] },
  { name: $localize`Focus`, keys: ['g', 'x', 'y'] },
  { name: $localize`Format`, keys: ['f', 'q', 'fl', 'pg'] },
  { name: $localize`Look`, keys: ['e', 'a', 'r', 'b', 'bo', 'o'] },
  { name: $localize`Time and sound`, keys: ['t', 'tt', 'so', 'eo', 'du', 'ac', 'fps', 'br', 'vc'] },
];
/** The group of what is in no other. */
export const OTHER_GROUP = $localize`More`;

const RANGES: Readonly<
  Record<string, readonly [min: number, max: number, step: number, start: number]>
> = {
  q: [1, 100, 1, 80],
  o: [0, 100, 1, 100],
  z: [0.1, 10, 0.1, 1],
  dpr: [0.5, 4, 0.5, 1],
};
/** Spellings that mean the same as another choice. */
const SYNONYMS = new Set([
  'jpg',
  '1',
  'face_center',
  'faces_center',
  'north_center',
  'south_center',
]);
const SHORT_GRAVITY = /^(c|n|s|e|w|ne|nw|se|sw)$/;

/** Chooses a control by what the server says of a parameter. */
export function controlOf({ key, choices, values }: TransformationParameter): ControlKind {
  const offered = choices.filter(
    (choice) => !SYNONYMS.has(choice) && !(key === 'g' && SHORT_GRAVITY.test(choice)),
  );
  const range = RANGES[key];
  if (key === 'e') return { kind: 'effects' };
  if (key === 'b' || key === 'co') return { kind: 'colour' };
  if (range !== undefined) {
    const [min, max, step, start] = range;
    return { kind: 'range', min, max, step, start };
  }
  if (values.includes('several joined by dots') && values.startsWith('one of')) {
    return { kind: 'several', choices: offered };
  }
  if (values.startsWith('one of') || key === 't') return { kind: 'choice', choices: offered };
  return { kind: 'text', choices: offered };
}
