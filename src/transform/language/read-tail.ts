import type { DomainError } from '../../errors/domain-error.js';
import { InvalidTransformationError } from './invalid-transformation-error.js';
import type { LanguageLimits } from './limits.js';
import { MAX_STEPS, WIDEST_LIMITS } from './limits.js';
import type { StepDraft } from './parameters/parameter.js';
import { errorOf, tooManySteps, transformationOf } from './parse.js';
import type { StepReading } from './read-step.js';
import { looksLikeStep, readStep } from './read-step.js';
import type { Transformation } from './transformation.js';

/** What the tail of a delivery URL says. Every `path` is a list of segments as they came, still percent-encoded. */
export type TailReading =
  /** No transformation: the stored original. */
  | { readonly kind: 'original'; readonly path: readonly string[] }
  /** A transformation of the asset at `path`, which has at least one segment. */
  | {
      readonly kind: 'variant';
      readonly transformation: Transformation;
      readonly path: readonly string[];
    }
  /**
   * A segment looks like a step and is not a valid one, so it may also be a folder. The caller looks `path` up, applies
   * `transformation` (the valid steps in front, if there are any) when an asset lies there, and else throws `error`.
   */
  | {
      readonly kind: 'lookalike';
      readonly transformation?: Transformation;
      readonly path: readonly string[];
      readonly error: DomainError;
      /** The path, had all that looks like a step been meant as one; may be empty. */
      readonly remainder: readonly string[];
    };

/**
 * Tells the transformation in the tail of a delivery URL from the path. The last segment is always the asset's name, as
 * a transformation of nothing has no meaning.
 * @param segments the tail split at `/`, still percent-encoded; each is decoded once.
 * @throws {InvalidTransformationError} when more than eight segments in front are steps.
 */
export function readTail(segments: readonly string[], limits: LanguageLimits): TailReading {
  const drafts: StepDraft[] = [];
  for (const [index, segment] of segments.entries()) {
    const reading = readSegment(segment, limits);
    const last = index === segments.length - 1;
    if (reading === undefined || (last && !isValid(reading))) {
      return found(drafts, segments.slice(index));
    }
    if (last) return lookalike(drafts, segments.slice(index), nothingToTransform(), []);
    if (!isValid(reading)) return misread(drafts, segments.slice(index), limits);
    if (drafts.length === MAX_STEPS) throw tooManySteps();
    drafts.push(reading.draft);
  }
  return found(drafts, []);
}

/**
 * True when a folder of this (decoded) name at the root would be read as a step in a URL, on a server of whatever limits,
 * so that nothing may be stored in it.
 */
export function isStepSegment(segment: string): boolean {
  return looksLikeStep(segment) && readStep(segment, WIDEST_LIMITS).wrong.length === 0;
}

function found(drafts: readonly StepDraft[], path: readonly string[]): TailReading {
  return drafts.length === 0
    ? { kind: 'original', path }
    : { kind: 'variant', transformation: transformationOf(drafts), path };
}

/** Gathers what is wrong in every segment that looks like a step, so that one answer names it all. */
function misread(
  drafts: readonly StepDraft[],
  path: readonly string[],
  limits: LanguageLimits,
): TailReading {
  const readings: StepReading[] = [];
  for (const segment of path.slice(0, Math.min(MAX_STEPS, path.length - 1))) {
    const reading = readSegment(segment, limits);
    if (reading === undefined) break;
    readings.push(reading);
  }
  const error = errorOf(readings) ?? nothingToTransform();
  return lookalike(drafts, path, error, path.slice(readings.length));
}

function lookalike(
  drafts: readonly StepDraft[],
  path: readonly string[],
  error: DomainError,
  remainder: readonly string[],
): TailReading {
  const before = drafts.length > 0 && { transformation: transformationOf(drafts) };
  return { kind: 'lookalike', ...before, path, error, remainder };
}

function readSegment(segment: string, limits: LanguageLimits): StepReading | undefined {
  const text = decodeSegment(segment);
  return text !== undefined && looksLikeStep(text) ? readStep(text, limits) : undefined;
}

/** A segment as it was meant; undefined when it is not UTF-8. */
export function decodeSegment(segment: string): string | undefined {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not UTF-8, so no step; the path's own check says what is wrong with it.
    return undefined;
  }
}

function isValid({ wrong, unavailable, contradictions }: StepReading): boolean {
  return wrong.length + unavailable.length + contradictions.length === 0;
}

function nothingToTransform(): InvalidTransformationError {
  return new InvalidTransformationError([
    { message: 'The path of an asset must follow the transformation.' },
  ]);
}
