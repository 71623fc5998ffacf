import { FRAMING_PARAMETERS } from './framing-parameters.js';
import { OUTPUT_PARAMETERS } from './output-parameters.js';
import { PAINT_PARAMETERS } from './paint-parameters.js';
import type { Parameter } from './parameter.js';
import { RESERVED_PARAMETERS } from './reserved-parameters.js';
import { SIZE_PARAMETERS } from './size-parameters.js';
import { VIDEO_PARAMETERS } from './video-parameters.js';

/**
 * Every parameter of the language, in canonical order. Parser, messages, canonical form and documentation all follow
 * from these rows.
 */
export const PARAMETERS: readonly Parameter[] = [
  ...VIDEO_PARAMETERS,
  ...SIZE_PARAMETERS,
  ...FRAMING_PARAMETERS,
  ...PAINT_PARAMETERS,
  ...OUTPUT_PARAMETERS,
  ...RESERVED_PARAMETERS,
];

// A Map, so that a key such as `constructor` finds nothing.
const BY_KEY: ReadonlyMap<string, Parameter> = new Map(
  PARAMETERS.flatMap((row) => [row.key, ...row.aliases].map((key) => [key, row] as const)),
);

/** The row of a key or an alias; undefined when there is none. */
export function findParameter(key: string): Parameter | undefined {
  return BY_KEY.get(key);
}
