import { EFFECTS } from '../values/effects.js';
import type { LanguageLimits } from '../limits.js';
import { DEFAULT_LIMITS } from '../limits.js';
import type { Application } from './parameter.js';
import { PARAMETERS } from './parameters.js';

/** A parameter as documentation and forms need it; plain data that survives JSON. */
export interface ParameterDescription {
  readonly key: string;
  readonly aliases: readonly string[];
  readonly description: string;
  /** The allowed values in words. */
  readonly values: string;
  /** The fixed values, where there are some. */
  readonly choices: readonly string[];
  /** The default in words; absent when leaving the parameter out means "not done". */
  readonly default?: string;
  readonly appliesTo: readonly Application[];
  /** False when the key is reserved and every value of it is answered `transformation-not-available`. */
  readonly available: boolean;
}

/** An effect of `e`, as documentation and forms need it. */
export interface EffectDescription {
  readonly name: string;
  /** How it is written, with the range of its argument. */
  readonly syntax: string;
  readonly description: string;
  readonly available: boolean;
}

/** Every parameter in canonical order, with the ranges these limits allow. */
export function describeParameters(
  limits: LanguageLimits = DEFAULT_LIMITS,
): readonly ParameterDescription[] {
  return PARAMETERS.map((row) => ({
    key: row.key,
    aliases: row.aliases,
    description: row.description,
    values: row.allowed(limits),
    choices: row.choices,
    ...(row.default !== undefined && { default: row.default }),
    appliesTo: row.appliesTo,
    available: row.available,
  }));
}

/** Every effect of `e`. */
export function describeEffects(): readonly EffectDescription[] {
  return EFFECTS.map(({ name, syntax, description, available }) => ({
    name,
    syntax,
    description,
    available,
  }));
}
