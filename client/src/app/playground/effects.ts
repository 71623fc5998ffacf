import type { TransformationEffect } from '../api/model/transformationEffect';

/** An effect that is set: its name and its argument, empty for none. */
export interface SetEffect {
  readonly name: string;
  readonly argument: string;
}

/** The argument an effect takes. */
export interface EffectArgument {
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
}

/** Reads the value of `e`: `blur:20.grayscale`. */
export function readEffects(value: string): readonly SetEffect[] {
  if (value === '') return [];
  return value.split('.').map((text) => {
    const colon = text.indexOf(':');
    return colon === -1
      ? { name: text, argument: '' }
      : { name: text.slice(0, colon), argument: text.slice(colon + 1) };
  });
}

export function writeEffects(effects: readonly SetEffect[]): string {
  return effects
    .map(({ name, argument }) => (argument === '' ? name : `${name}:${argument}`))
    .join('.');
}

/** Reads the range out of how an effect is written, such as `blur:1…2000` or `trim[:0…100]`; undefined for none. */
export function argumentOf({ syntax }: TransformationEffect): EffectArgument | undefined {
  const found = /(\[?):(-?\d+)…(-?\d+)/.exec(syntax);
  if (found === null) return undefined;
  return { min: Number(found[2]), max: Number(found[3]), optional: found[1] === '[' };
}

/** An effect as it is when it is first added. */
export function newEffect(effect: TransformationEffect): SetEffect {
  const argument = argumentOf(effect);
  if (argument === undefined || argument.optional) return { name: effect.name, argument: '' };
  const middle = Math.round(Math.max(argument.min, Math.min(argument.max / 4, 50)));
  const colour = effect.syntax.includes('{colour}') ? ':0b6e5f' : '';
  return { name: effect.name, argument: `${middle}${colour}` };
}
