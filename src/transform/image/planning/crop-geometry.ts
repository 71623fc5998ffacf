import type { CropMode, Step } from '../../language/transformation.js';
import { asksForSize, boxOf, inPixels } from './box.js';
import { fill } from './fill-geometry.js';
import { fillFactor, fitFactor, scale, type Frame } from './frame.js';
import { compass, inward } from './gravity.js';
import { sameSize, wholePixels, type Size } from './size.js';

/** Half the picture: `fill_pad` crops as long as this share of it stays visible, and pads beyond. */
const FILL_PAD_VISIBLE = 0.5;

/** The largest size in a box. */
function fit(source: Size, box: Size): Frame[] {
  const factor = fitFactor(source, box);
  const by = box.width / source.width <= box.height / source.height ? 'width' : 'height';
  return scale(source, wholePixels(source.width * factor, source.height * factor), by);
}

function fillWithin(step: Step, source: Size, box: Size): Frame[] {
  const factor = fillFactor(source, box);
  return fill(
    step,
    source,
    factor <= 1 ? box : wholePixels(box.width / factor, box.height / factor),
  );
}

/** Scales by a factor and lays the result on a canvas of at least its size. */
function pad(step: Step, source: Size, box: Size, factor: number): Frame[] {
  const scaled = wholePixels(source.width * factor, source.height * factor);
  const canvas = {
    width: Math.max(box.width, scaled.width),
    height: Math.max(box.height, scaled.height),
  };
  if (sameSize(canvas, scaled)) {
    return scale(source, scaled);
  }
  const [across, down] = compass(step.gravity);
  const lay: Frame = {
    kind: 'lay',
    canvas,
    left: Math.round((canvas.width - scaled.width) * across),
    top: Math.round((canvas.height - scaled.height) * down),
  };
  return [...scale(source, scaled), lay];
}

function fillOrPad(step: Step, source: Size, box: Size): Frame[] {
  const visible = fitFactor(source, box) / fillFactor(source, box);
  return visible >= FILL_PAD_VISIBLE
    ? fill(step, source, box)
    : pad(step, source, box, fitFactor(source, box));
}

/** The unscaled region of the source at `x`, `y`, or around it, less what lies outside; `undefined` when nothing is left. */
function cut(step: Step, source: Size, box: Size): Frame[] | undefined {
  const x = step.x && inPixels(step.x, source.width);
  const y = step.y && inPixels(step.y, source.height);
  const corner = ((): readonly [number, number] => {
    if (step.gravity === 'xy_center') {
      return [(x ?? source.width / 2) - box.width / 2, (y ?? source.height / 2) - box.height / 2];
    }
    const [across, down] = step.gravity ? compass(step.gravity) : [0, 0];
    return [
      (source.width - box.width) * across + inward(across, x ?? 0),
      (source.height - box.height) * down + inward(down, y ?? 0),
    ];
  })();
  const [left, top] = [Math.round(corner[0]), Math.round(corner[1])];
  const region = {
    left: Math.max(0, left),
    top: Math.max(0, top),
    width: Math.min(source.width, left + box.width) - Math.max(0, left),
    height: Math.min(source.height, top + box.height) - Math.max(0, top),
  };
  if (region.width < 1 || region.height < 1) {
    return undefined;
  }
  return sameSize(region, source) ? [] : [{ kind: 'keep', region }];
}

/** Modes that come to the same when one side follows the source's ratio. */
const PROPORTIONAL: ReadonlySet<CropMode> = new Set(['scale', 'fill', 'pad', 'fill_pad', 'crop']);

const SHRINKING: ReadonlySet<CropMode> = new Set(['fit', 'limit', 'lfill', 'lpad']);
const ENLARGING: ReadonlySet<CropMode> = new Set(['mfit', 'mpad']);

/** Whether a mode scales by the one side a step states, which is then exact: the other is rounded, and no bound. */
function scalesBySide(mode: CropMode, factor: number): boolean {
  return PROPORTIONAL.has(mode) || (factor < 1 ? SHRINKING : ENLARGING).has(mode);
}

/** The side that a step states, when it states one and the other follows the source's ratio. */
function onlySide({ width, height, aspectRatio }: Step): 'width' | 'height' | undefined {
  if (aspectRatio !== undefined || (width === undefined) === (height === undefined)) {
    return undefined;
  }
  return width === undefined ? 'height' : 'width';
}

/**
 * How a step frames a source, which is upright and turned already. `undefined` when the crop lies outside of it.
 * One function for each crop mode of docs/transformations.md.
 */
export function framesOf(step: Step, source: Size): readonly Frame[] | undefined {
  const box = boxOf(step, source);
  const mode = step.crop ?? 'fill';
  const places = step.x !== undefined || step.y !== undefined || step.gravity === 'xy_center';
  if (mode !== 'thumb' && !asksForSize(step) && !(mode === 'crop' && places)) {
    return [];
  }
  const side = onlySide(step);
  const proportional = side && scalesBySide(mode, box[side] / source[side]);
  if (proportional && !(mode === 'crop' && places)) {
    return scale(source, box, side);
  }
  switch (mode) {
    case 'scale':
      return scale(source, box);
    case 'fit':
    case 'limit':
      return fitFactor(source, box) < 1 ? fit(source, box) : [];
    case 'mfit':
      return fitFactor(source, box) > 1 ? fit(source, box) : [];
    case 'fill':
      return fill(step, source, box);
    case 'lfill':
      // With one side, all that is not smaller than the source is the source.
      return side ? [] : fillWithin(step, source, box);
    case 'pad':
      return pad(step, source, box, fitFactor(source, box));
    case 'lpad':
      return pad(step, source, box, Math.min(1, fitFactor(source, box)));
    case 'mpad':
      return pad(step, source, box, Math.max(1, fitFactor(source, box)));
    case 'fill_pad':
      return fillOrPad(step, source, box);
    case 'crop':
      return places ? cut(step, source, box) : fill(step, source, box);
    case 'thumb':
      return fill(step, source, box, step.zoom, 'face');
  }
}
