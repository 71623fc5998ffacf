import type { Violation } from '../../errors/domain-error.js';
import { violation } from './invalid-transformation-error.js';
import type { LanguageLimits } from './limits.js';
import { MAX_TEXT_LENGTH } from './limits.js';
import type { Parameter, Refusal, StepDraft } from './parameters/parameter.js';
import { findParameter, PARAMETERS } from './parameters/parameters.js';
import { checkStep } from './parameters/step-rules.js';

/** What one step's text says, and everything that is wrong with it. */
export interface StepReading {
  /** What the step says, defaults included. */
  readonly draft: StepDraft;
  /** Parts that are no parameter, or whose value breaks its syntax. */
  readonly wrong: readonly Violation[];
  /** Parts that are correct and not offered. */
  readonly unavailable: readonly Violation[];
  /** Correct parts that contradict each other. */
  readonly contradictions: readonly Violation[];
}

/** A mutable reading, while its parts are read. */
interface Notes {
  readonly draft: StepDraft;
  readonly given: Map<string, string>;
  readonly wrong: Violation[];
  readonly unavailable: Violation[];
  readonly contradictions: Violation[];
}

/** Reads the comma-separated parts of one step. */
export function readStep(text: string, limits: LanguageLimits): StepReading {
  const notes: Notes = {
    draft: {},
    given: new Map(),
    wrong: [],
    unavailable: [],
    contradictions: [],
  };
  for (const part of text.split(',')) readPart(part, limits, notes);
  notes.contradictions.push(...checkStep(notes.draft, limits, notes.given));
  return notes;
}

/** True when a part of the text is `key_value` with a known key, whatever the value and the other parts are. */
export function looksLikeStep(text: string): boolean {
  if (text.length > MAX_TEXT_LENGTH) return false;
  return text.split(',').some((part) => split(part)?.row !== undefined);
}

function readPart(part: string, limits: LanguageLimits, notes: Notes): void {
  const { key, value, row } = split(part) ?? { key: part, value: '', row: undefined };
  if (row === undefined) {
    notes.wrong.push(violation(key, value, part === '' ? NOTHING : UNKNOWN));
    return;
  }
  const repeated = notes.given.has(row.key);
  if (repeated) {
    notes.contradictions.push(violation(row.key, value, `${row.key} is given more than once.`));
  } else {
    notes.given.set(row.key, value);
  }
  const refusal = row.read(value, limits, repeated ? {} : notes.draft);
  if (refusal === undefined) return;
  notes[refusal.kind].push(violation(row.key, value, explain(row, refusal, limits)));
}

function split(part: string) {
  const underscore = part.indexOf('_');
  if (underscore < 1) return undefined;
  const key = part.slice(0, underscore);
  return { key, value: part.slice(underscore + 1), row: findParameter(key) };
}

function explain(row: Parameter, { kind, detail }: Refusal, limits: LanguageLimits): string {
  if (kind === 'unavailable') {
    return row.available && detail !== undefined
      ? `${row.key}: ${detail} is not available.`
      : `${row.key} with this value is not available.`;
  }
  const because = detail === undefined ? '' : ` (${detail})`;
  return `${row.key} takes ${row.allowed(limits)}${because}.`;
}

const NOTHING = 'A comma has no parameter on one of its sides.';
const UNKNOWN = `This is no parameter. The parameters are ${PARAMETERS.map((row) => row.key).join(', ')}, each followed by an underscore and a value.`;
