import type { Colour } from '../../language/transformation.js';
import { isRoundedAlike } from './decoder-rounding.js';
import type { Region, Size } from './size.js';

/** Three rows of weights: what each channel of a pixel becomes of red, green and blue. */
export type ColourMatrix = readonly [
  readonly [number, number, number],
  readonly [number, number, number],
  readonly [number, number, number],
];

/** How an overlay meets the picture; libvips' names of the Porter-Duff operators. */
export type Blend = 'over' | 'atop' | 'dest-in' | 'dest-over';

/** Which corner of a picture stays when a fraction of a pixel sticks out. */
export type Corner = 'left top' | 'right top' | 'left bottom' | 'right bottom';

/** Scales to whole pixels. */
export interface Resize {
  readonly kind: 'resize';
  readonly size: Size;
  readonly kernel: 'lanczos3' | 'linear' | 'cubic' | 'nearest';
  /**
   * What is exact; see `Hold` in frame.ts. `least`: the ratio and one side, and the result may be a pixel longer
   * on the other.
   */
  readonly hold: 'both' | 'width' | 'height' | 'least' | Corner;
}

/** One thing to be done to the pixels, as data. Every operation leaves the alpha channel alone unless it says otherwise. */
export type Operation =
  | { readonly kind: 'trim'; readonly threshold: number }
  | { readonly kind: 'extract'; readonly region: Region }
  /** Lays the picture on an opaque colour. */
  | { readonly kind: 'flatten'; readonly background: Colour }
  | { readonly kind: 'gamma'; readonly darken: number; readonly brighten: number }
  | Resize
  | { readonly kind: 'flop' }
  | { readonly kind: 'quarter-turn'; readonly degrees: number }
  | { readonly kind: 'smart-crop'; readonly size: Size }
  | { readonly kind: 'rotate'; readonly degrees: number; readonly background: Colour }
  | {
      readonly kind: 'extend';
      readonly left: number;
      readonly top: number;
      readonly right: number;
      readonly bottom: number;
      readonly background: Colour;
    }
  | { readonly kind: 'blur'; readonly sigma: number }
  | { readonly kind: 'recomb'; readonly matrix: ColourMatrix }
  /** Turns the hue, degrees. */
  | { readonly kind: 'hue'; readonly degrees: number }
  | {
      readonly kind: 'sharpen';
      readonly sigma: number;
      readonly flat: number;
      readonly jagged: number;
    }
  /** An overlay of the picture's own size, drawn by `svg`. */
  | { readonly kind: 'overlay'; readonly svg: string; readonly blend: Blend }
  /** Every colour channel becomes itself × `factor` + `offset`. */
  | { readonly kind: 'linear'; readonly factor: number; readonly offset: number }
  | { readonly kind: 'normalise' }
  | { readonly kind: 'remove-alpha' };

/**
 * The order in which sharp does what it is told, whatever the order of the calls. Operations whose places rise can share
 * one pipeline. `extract` has two places: before the resize, and after rotation.
 */
const PLACES: Readonly<Record<Exclude<Operation['kind'], 'extract'>, number>> = {
  trim: 1,
  flatten: 4,
  gamma: 5,
  resize: 6,
  flop: 7,
  'quarter-turn': 8,
  'smart-crop': 9,
  rotate: 10,
  extend: 12,
  blur: 13,
  recomb: 14,
  hue: 15,
  sharpen: 16,
  overlay: 17,
  linear: 18,
  normalise: 19,
  'remove-alpha': 20,
};
const EXTRACT_FIRST = 2;
const EXTRACT_AFTER_RESIZE = 11;

/** Operations that come out right when their picture is a pixel longer than planned. */
const SIZE_FREE: ReadonlySet<Operation['kind']> = new Set([
  'flatten',
  'gamma',
  'flop',
  'quarter-turn',
  'blur',
  'recomb',
  'hue',
  'sharpen',
  'linear',
  'normalise',
  'remove-alpha',
]);

/**
 * A side that is not held is rounded when it is scaled, and may come out a pixel off. Both sides are held where that would
 * matter to what follows, and where a decoder that shrinks while it decodes, to whole pixels of its own, would round otherwise.
 * @param shrunkFrom the stored size, of a picture with such a decoder.
 */
export function withFirmSizes(
  operations: readonly Operation[],
  shrunkFrom: Size | undefined,
): readonly Operation[] {
  const resizes = operations.filter((operation) => operation.kind === 'resize');
  const others = operations.filter(({ kind }) => kind !== 'resize');
  const isFree = resizes.length === 1 && others.every(({ kind }) => SIZE_FREE.has(kind));
  const isAlike =
    !shrunkFrom ||
    resizes.every(
      ({ size, hold }) =>
        (hold !== 'width' && hold !== 'height') || isRoundedAlike(shrunkFrom, size, hold),
    );
  return isFree && isAlike
    ? operations
    : operations.map((operation) =>
        operation.kind === 'resize' && (operation.hold === 'width' || operation.hold === 'height')
          ? { ...operation, hold: 'both' }
          : operation,
      );
}

/** What one pipeline does: in this order, without a pixel written in between. */
export type Stage = readonly Operation[];

function placeOf(operation: Operation, stage: Stage): number | undefined {
  if (operation.kind === 'extract') {
    if (stage.some(({ kind }) => kind === 'resize')) {
      return EXTRACT_AFTER_RESIZE;
    }
    return stage.length === 0 ? EXTRACT_FIRST : undefined;
  }
  // sharp forgets one turn of a pipeline over the other.
  if (operation.kind === 'rotate' && stage.some(({ kind }) => kind === 'quarter-turn')) {
    return undefined;
  }
  // sharp has one resize a pipeline, and its own idea of order when it is asked to crop by salience as well.
  if (operation.kind === 'smart-crop' && stage.length > 0) {
    return undefined;
  }
  // After a cut, sharp extends well enough but reports the size before.
  if (operation.kind === 'extend' && stage.some(({ kind }) => kind === 'extract')) {
    return undefined;
  }
  return PLACES[operation.kind];
}

/** Shares operations out to as few pipelines as keep their order. */
export function stagesOf(operations: readonly Operation[]): readonly Stage[] {
  const stages: Operation[][] = [];
  let stage: Operation[] = [];
  let reached = 0;
  for (const operation of operations) {
    const place = placeOf(operation, stage);
    if (place === undefined || place <= reached) {
      stages.push(stage);
      stage = [];
      reached = 0;
    }
    stage.push(operation);
    reached = placeOf(operation, stage.slice(0, -1)) ?? reached;
  }
  return [...stages, stage];
}

const ACROSS_FRAMES: ReadonlySet<Operation['kind']> = new Set([
  'trim',
  'quarter-turn',
  'smart-crop',
  'rotate',
  'blur',
  'sharpen',
]);

/** Whether a stage can treat an animation as one strip of frames: no pixel looks far into another frame. */
export function treatsFramesAlike(stage: Stage): boolean {
  return stage.every(
    (operation) =>
      !ACROSS_FRAMES.has(operation.kind) &&
      !(operation.kind === 'resize' && operation.kernel === 'linear'),
  );
}

const COLOURLESS: ReadonlySet<Operation['kind']> = new Set([
  'trim',
  'extract',
  'resize',
  'flop',
  'quarter-turn',
  'smart-crop',
]);

/** Whether a stage reads or brings colour. */
export function hasColour(stage: Stage): boolean {
  return stage.some(({ kind }) => !COLOURLESS.has(kind));
}

/** The stages, with a seam before the first operation that reads or brings colour. */
export function stagesByColour(operations: readonly Operation[]): readonly Stage[] {
  const seam = operations.findIndex(({ kind }) => !COLOURLESS.has(kind));
  return seam < 0
    ? stagesOf(operations)
    : [...stagesOf(operations.slice(0, seam)), ...stagesOf(operations.slice(seam))];
}
