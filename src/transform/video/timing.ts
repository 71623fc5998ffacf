import { InvalidTransformationError, violation } from '../language/invalid-transformation-error.js';
import type { Moment, Step } from '../language/transformation.js';
import { unprocessable } from './video-errors.js';

/** A part of a video, seconds from its start. */
export interface Cut {
  readonly start: number;
  readonly duration: number;
}

/** A moment in seconds. */
export function inSeconds({ unit, value }: Moment, duration: number): number {
  return unit === 'seconds' ? value : (value / 100) * duration;
}

/**
 * The part of a video that a chain leaves, each step cutting what the one before left.
 * @throws {DomainError} `unprocessable-asset` when a cut starts behind the end, `invalid-transformation` when it ends before it starts.
 */
export function cutOf(steps: readonly Step[], duration: number): Cut {
  return steps.reduce<Cut>((whole, step) => cutStep(whole, step), { start: 0, duration });
}

function cutStep(whole: Cut, { startOffset, endOffset, duration }: Step): Cut {
  const start = startOffset === undefined ? 0 : inSeconds(startOffset, whole.duration);
  if (start >= whole.duration) {
    throw unprocessable(
      `The cut starts at ${seconds(start)}, and the video is ${seconds(whole.duration)} long.`,
    );
  }
  const end = Math.min(
    whole.duration,
    endOffset === undefined ? whole.duration : inSeconds(endOffset, whole.duration),
    duration === undefined ? whole.duration : start + inSeconds(duration, whole.duration),
  );
  if (end <= start) {
    throw new InvalidTransformationError([
      violation(
        'eo',
        seconds(end),
        `The cut would end at ${seconds(end)}, before it starts at ${seconds(start)}.`,
      ),
    ]);
  }
  return { start: whole.start + start, duration: end - start };
}

/**
 * Where to start decoding for the frame that is on the screen at a moment: a quarter of a frame before it begins,
 * so that no rounding of its time stamp loses it.
 */
export function frameStart(moment: number, duration: number, frameRate: number): number {
  const last = Math.max(0, Math.ceil(duration * frameRate - 1e-3) - 1);
  const frame = Math.min(last, Math.floor(moment * frameRate + 1e-3));
  return Math.max(0, (frame - 0.25) / frameRate);
}

function seconds(value: number): string {
  return `${Number(value.toFixed(3))} s`;
}
