import type { Violation } from '../../errors/domain-error.js';
import {
  InvalidTransformationError,
  TransformationNotAvailableError,
} from './invalid-transformation-error.js';
import type { LanguageLimits } from './limits.js';
import { MAX_STEPS, MAX_TEXT_LENGTH } from './limits.js';
import { keepMeaning } from './meaning.js';
import { OUTPUT_PARAMETERS } from './parameters/output-parameters.js';
import type { StepDraft } from './parameters/parameter.js';
import { PARAMETERS } from './parameters/parameters.js';
import type { StepReading } from './read-step.js';
import { readStep } from './read-step.js';
import type { Step, Transformation } from './transformation.js';

const PICTURE_ROWS = PARAMETERS.filter((row) => !OUTPUT_PARAMETERS.includes(row));

/**
 * Reads a decoded transformation: one to eight steps joined by `/`.
 * @throws {InvalidTransformationError} with a violation for every wrong parameter.
 * @throws {TransformationNotAvailableError} when all is correct and something is not offered.
 */
export function parseTransformation(text: string, limits: LanguageLimits): Transformation {
  if (text.length > MAX_TEXT_LENGTH) {
    throw refusal(`A transformation has at most ${MAX_TEXT_LENGTH} characters.`);
  }
  const texts = text.split('/', MAX_STEPS + 1);
  if (texts.length > MAX_STEPS) throw tooManySteps();
  const readings = texts.map((step) => readStep(step, limits));
  const error = errorOf(readings);
  if (error !== undefined) throw error;
  return transformationOf(readings.map((reading) => reading.draft));
}

/** What is to be thrown for these steps; undefined when nothing is. */
export function errorOf(
  readings: readonly StepReading[],
): InvalidTransformationError | TransformationNotAvailableError | undefined {
  const invalid: Violation[] = [];
  const unavailable: Violation[] = [];
  for (const reading of readings) {
    invalid.push(...reading.wrong, ...reading.contradictions);
    unavailable.push(...reading.unavailable);
  }
  if (invalid.length > 0) return new InvalidTransformationError([...invalid, ...unavailable]);
  return unavailable.length > 0 ? new TransformationNotAvailableError(unavailable) : undefined;
}

/** The error of a chain that is too long. */
export function tooManySteps(): InvalidTransformationError {
  return refusal(`A transformation has at most ${MAX_STEPS} steps.`);
}

/**
 * The one value of a chain: defaults dropped, the encoding said by the last step, and no step that says nothing unless it
 * is the only one.
 */
export function transformationOf(drafts: readonly StepDraft[]): Transformation {
  const encoding = lastEncoding(drafts);
  const steps = drafts.map((draft, index) => {
    const step: StepDraft = {};
    for (const row of PICTURE_ROWS) row.settle(draft, step);
    if (index === drafts.length - 1)
      for (const row of OUTPUT_PARAMETERS) row.settle(encoding, step);
    keepMeaning(step);
    return Object.freeze<Step>(step);
  });
  const [first = {}, ...others] = steps.filter(saysSomething);
  return Object.freeze({ steps: Object.freeze([first, ...others] as const) });
}

/** Only the last word on the encoding counts, so it is kept in one place whichever step said it. */
function lastEncoding(drafts: readonly StepDraft[]): StepDraft {
  const encoding: StepDraft = {};
  for (const { quality, format, flags } of drafts) {
    if (quality !== undefined) encoding.quality = quality;
    if (format !== undefined) encoding.format = format;
    if (flags !== undefined) encoding.flags = flags;
  }
  return encoding;
}

function saysSomething(step: Step): boolean {
  return Object.keys(step).length > 0;
}

function refusal(message: string): InvalidTransformationError {
  return new InvalidTransformationError([{ message }]);
}
