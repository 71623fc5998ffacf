import { InvalidTransformationError, violation } from '../language/invalid-transformation-error.js';
import type { Moment, Step } from '../language/transformation.js';
import { unprocessable } from './video-errors.js';
import type { VideoFacts } from './video-facts.js';

const USUAL_RATES = [24, 25, 30, 50, 60] as const;
/** That of the time stamps of WebM. */
const FINEST_RATE = 1000;
/** Seconds. */
const LONGEST_LEAD = 0.2;

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
 * What of the time before the first picture is left out, in seconds: a sound's first samples often come before it. More than
 * that is meant so, and the first picture is shown from the start.
 * @param offset seconds from the start of the file to the first picture.
 */
export function leadOf(offset: number): number {
  return offset <= LONGEST_LEAD ? offset : 0;
}

type Rates = Pick<VideoFacts, 'frameRate' | 'baseRate' | 'varies' | 'offset'>;

/** Where to begin in a file, in seconds. */
export interface Entrance {
  /** Where to start reading, from the start of the file; 0: at the start. */
  readonly seek: number;
  /** By how much the first picture then comes late. */
  readonly lead: number;
}

/**
 * Where to start for what is on the screen at a moment. Where frames are evenly spaced that is a quarter of a frame
 * before the one begins, so that no rounding of its time stamp loses it.
 */
export function entranceTo(moment: number, end: number, facts: Rates): Entrance {
  const lead = leadOf(facts.offset);
  const seek = lead + seekTo(moment, end, facts);
  // Nothing is searched for what comes first: a file that was cut off has no index.
  return seek <= lead ? { seek: 0, lead } : { seek, lead: 0 };
}

function seekTo(moment: number, end: number, facts: Rates): number {
  const { baseRate, varies } = facts;
  if (varies) return moment;
  const last = Math.max(0, Math.ceil(end * baseRate - 1e-3) - 1);
  const frame = Math.min(last, Math.floor(moment * baseRate + 1e-3));
  return (frame - 0.25) / baseRate;
}

/** Frames a second of a result that may have `most`: those of the source, or the usual rate above its average where they vary. */
export function evenRate(facts: Rates, most: number): number {
  const { frameRate, baseRate, varies } = facts;
  const isUsual = baseRate >= USUAL_RATES[0] && baseRate >= frameRate;
  if (baseRate <= most + 0.01 && (!varies || isUsual)) return baseRate;
  return Math.min(most, USUAL_RATES.find((rate) => rate >= frameRate - 0.01) ?? most);
}

/** Frames a second that tell the frame on the screen at a moment that `entranceTo` leads to. */
export function posterRate(facts: Rates): number {
  return facts.varies ? FINEST_RATE : facts.baseRate;
}

/** A rate as a fraction: `30000/1001` is not 29.97. */
export function asFraction(rate: number): string {
  const broadcast = Math.round((rate * 1001) / 1000);
  if (Math.abs(rate - Math.round(rate)) < 1e-6) return String(Math.round(rate));
  if (Math.abs(rate - (broadcast * 1000) / 1001) < 1e-4) return `${broadcast * 1000}/1001`;
  return rate.toFixed(5);
}

function seconds(value: number): string {
  return `${Number(value.toFixed(3))} s`;
}
