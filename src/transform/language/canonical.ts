import { PARAMETERS } from './parameters/parameters.js';
import type { Step, Transformation } from './transformation.js';

/** What a step says that leaves everything at its default: valid input that parses to the empty step. */
const NOTHING = 'q_auto';

/**
 * The one spelling of a transformation: keys in the order of the table, defaults left out, shortest numbers. It is valid
 * input and parses to the same value. A transformation of nothing but defaults is `q_auto`.
 */
export function canonicalise(transformation: Transformation): string {
  return transformation.steps.map(writeStep).join('/');
}

function writeStep(step: Step): string {
  const parts: string[] = [];
  for (const parameter of PARAMETERS) {
    const value = parameter.write(step);
    if (value !== undefined) parts.push(`${parameter.key}_${value}`);
  }
  return parts.length === 0 ? NOTHING : parts.join(',');
}
