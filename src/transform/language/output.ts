import type { Violation } from '../../errors/domain-error.js';
import { InvalidTransformationError, violation } from './invalid-transformation-error.js';
import type { Application } from './parameters/parameter.js';
import { PARAMETERS } from './parameters/parameters.js';
import {
  isImageFormat,
  type Flag,
  type MovingFormat,
  type OutputFormat,
  type Quality,
  type SoundCodec,
  type Step,
  type Transformation,
} from './transformation.js';

/** The encoding a whole chain asks for. */
export interface Output {
  /** Undefined when the format is to be negotiated (an image) or is mp4 (a video). */
  readonly format: OutputFormat | undefined;
  readonly quality: Quality;
  readonly flags: readonly Flag[];
}

const AUTOMATIC: Quality = { kind: 'auto', level: 'good' };

/** The effective format, quality and flags of a chain: of each, what the last step that gives it says. */
export function outputOf({ steps }: Transformation): Output {
  return {
    format: steps.findLast((step) => step.format !== undefined)?.format,
    quality: steps.findLast((step) => step.quality !== undefined)?.quality ?? AUTOMATIC,
    flags: steps.findLast((step) => step.flags !== undefined)?.flags ?? [],
  };
}

/** True when the transformation takes one frame of a video: `t_true`, or the format of a still image. */
export function takesOneFrame(transformation: Transformation): boolean {
  if (transformation.steps.some((step) => step.poster === true)) return true;
  const { format } = outputOf(transformation);
  // A GIF of a video moves.
  return format !== undefined && format !== 'gif' && isImageFormat(format);
}

/**
 * Makes sure that every parameter has a meaning for the asset's kind; a video of which one frame is taken accepts what an
 * image does.
 * @throws {InvalidTransformationError} naming each parameter that has none.
 */
export function applicableTo(transformation: Transformation, kind: 'image' | 'video'): void {
  const application =
    kind === 'video' && takesOneFrame(transformation) ? ('poster' as const) : kind;
  const violations = transformation.steps.flatMap((step) => objections(step, application));
  if (application === 'video') violations.push(...impossibleSound(transformation));
  if (violations.length > 0) throw new InvalidTransformationError(violations);
}

function objections(step: Step, application: Application): readonly Violation[] {
  const violations: Violation[] = [];
  for (const parameter of PARAMETERS) {
    const message = parameter.objection(step, application);
    if (message === undefined) continue;
    violations.push(violation(parameter.key, parameter.write(step) ?? '', message));
  }
  return violations;
}

/** The codecs of sound that each moving format can hold; the first is taken where none is asked for. */
export const SOUNDS: Readonly<Record<MovingFormat, readonly SoundCodec[]>> = {
  mp4: ['aac', 'opus'],
  mov: ['aac'],
  webm: ['opus'],
  gif: [],
};

/** The format of the moving result of a video: `mp4` unless the chain asks for another. */
export function movingFormatOf(transformation: Transformation): MovingFormat {
  const { format } = outputOf(transformation);
  return format !== undefined && format in SOUNDS ? (format as MovingFormat) : 'mp4';
}

function impossibleSound(transformation: Transformation): readonly Violation[] {
  const format = movingFormatOf(transformation);
  const codec = transformation.steps.findLast((step) => step.audioCodec !== undefined)?.audioCodec;
  if (codec === undefined || codec === 'none' || SOUNDS[format].includes(codec)) return [];
  return [violation('ac', codec, `ac_${codec} is not possible in ${format}.`)];
}
