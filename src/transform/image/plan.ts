import type { Colour, Effect, Step } from '../language/transformation.js';
import { pixelRatio } from './box.js';
import { framesOf, type Frame, type Hold } from './crop-geometry.js';
import { operationsOf } from './effects.js';
import type { Corner, Operation, Resize } from './operations.js';
import {
  isQuarterTurn,
  regionBeforeTurn,
  swapsSides,
  turnedSize,
  turnFurther,
  UPRIGHT,
  type Turn,
} from './orientation.js';
import { borderSvg, cornersOf, maskSvg, plainSvg, veilSvg } from './overlays.js';
import { refuseOutside, refuseTooLarge, type OutputLimits } from './output-limits.js';
import { sameSize, swapped, type Region, type Size } from './size.js';

/** A picture between two steps. */
export interface Canvas extends Size {
  readonly hasAlpha: boolean;
  /** What still has to be done to see it upright; the size is that before it. */
  readonly turn: Turn;
}

/** What a step's plan depends on beside the step and the picture. */
export interface PlanContext {
  readonly limits: OutputLimits;
  /** The last step of a chain whose result goes into a format without transparency. */
  readonly opaque: boolean;
}

/** Operations, and the picture they leave. */
export interface Plan {
  readonly operations: readonly Operation[];
  readonly canvas: Canvas;
}

const WHITE: Colour = { red: 255, green: 255, blue: 255, alpha: 255 };
const TRANSPARENT: Colour = { red: 0, green: 0, blue: 0, alpha: 0 };

const isOpaque = (colour: Colour): boolean => colour.alpha === 255;

/** A colour as it looks on white. */
function onWhite({ red, green, blue, alpha }: Colour): Colour {
  const over = (channel: number): number => Math.round(255 + ((channel - 255) * alpha) / 255);
  return { red: over(red), green: over(green), blue: over(blue), alpha: 255 };
}

function backgroundOf(step: Step, opaque: boolean): Colour {
  if (opaque) {
    return step.background ? onWhite(step.background) : WHITE;
  }
  return step.background ?? TRANSPARENT;
}

/** The trimming a step asks for, the percentage as a difference of 8-bit channels. It comes before all else. */
export function trimOf(step: Step): Operation | undefined {
  for (const effect of step.effects ?? []) {
    if (effect.name === 'trim') {
      return { kind: 'trim', threshold: effect.amount * 2.55 };
    }
  }
  return undefined;
}

const effectsOf = (step: Step): readonly Effect[] =>
  (step.effects ?? []).filter(({ name }) => name !== 'trim');

/** The size a frame leaves. */
function framed(frame: Frame): Size {
  switch (frame.kind) {
    case 'scale':
    case 'keep-subject':
      return frame.size;
    case 'keep':
      return frame.region;
    case 'lay':
      return frame.canvas;
  }
}

const extract = (region: Region): Operation => ({ kind: 'extract', region });
const resize = (size: Size, hold: Resize['hold'] = 'both'): Operation => ({
  kind: 'resize',
  size,
  kernel: 'lanczos3',
  hold,
});

/** The corner at which a size lies in a whole that is at most a pixel larger. */
const cornerAt = ({ left, top }: Region): Corner =>
  left > 0 ? (top > 0 ? 'right bottom' : 'right top') : top > 0 ? 'left bottom' : 'left top';

const OTHER_SIDE = { both: 'both', width: 'height', height: 'width' } as const;

type Scale = Frame & { readonly kind: 'scale' };

function scaleUpright({ size, hold }: Scale): Operation {
  return resize(
    size,
    hold.by === 'cover' ? cornerAt({ left: hold.left, top: hold.top, ...size }) : hold.by,
  );
}

/** Scales a picture that is turned afterwards, and goes on with the frames that follow. */
function scaleThenTurn(scale: Scale, others: readonly Frame[], turn: Turn, background: Colour) {
  const { size, hold } = scale;
  const turned = quarterTurn(turn);
  if (hold.by !== 'cover') {
    const before = swapsSides(turn)
      ? resize(swapped(size), OTHER_SIDE[hold.by])
      : resize(size, hold.by);
    return [before, ...turned, ...frameUpright(others, size, background)];
  }
  // sharp crops after it has turned, by the sides as they were before.
  return swapsSides(turn)
    ? scaleThenSwap(size, hold, others, turn, background)
    : [scaleUpright(scale), ...turned, ...frameUpright(others, size, background)];
}

/** As above, where the sides change places: sharp can't cover then, so what sticks out is cut after the turn. */
function scaleThenSwap(
  size: Size,
  { whole, left, top }: Extract<Hold, { readonly by: 'cover' }>,
  others: readonly Frame[],
  turn: Turn,
  background: Colour,
): Operation[] {
  const shifted = left > 0 || top > 0;
  const before = shifted ? resize(swapped(whole)) : resize(swapped(size), 'least');
  const [next, ...further] = others;
  const kept = next?.kind === 'keep' ? next.region : { left: 0, top: 0, ...size };
  const cut = extract({ ...kept, left: kept.left + left, top: kept.top + top });
  return next?.kind === 'keep-subject'
    ? [before, ...quarterTurn(turn), ...frameUpright(others, size, background)]
    : [before, ...quarterTurn(turn), cut, ...frameUpright(further, kept, background)];
}

function frameOperation(frame: Frame, from: Size, background: Colour): Operation {
  switch (frame.kind) {
    case 'scale':
      return scaleUpright(frame);
    case 'keep':
      return extract(frame.region);
    case 'keep-subject':
      return { kind: 'smart-crop', size: frame.size };
    case 'lay':
      return {
        kind: 'extend',
        left: frame.left,
        top: frame.top,
        right: frame.canvas.width - from.width - frame.left,
        bottom: frame.canvas.height - from.height - frame.top,
        background,
      };
  }
}

/** Frames a picture that is upright, each operation after the other. */
function frameUpright(frames: readonly Frame[], size: Size, background: Colour): Operation[] {
  let from = size;
  return frames.map((frame) => {
    const operation = frameOperation(frame, from, background);
    from = framed(frame);
    return operation;
  });
}

function quarterTurn(turn: Turn): Operation[] {
  return [
    ...(turn.mirrored ? ([{ kind: 'flop' }] as const) : []),
    ...(turn.degrees === 0 ? [] : ([{ kind: 'quarter-turn', degrees: turn.degrees }] as const)),
  ];
}

/** Scales and cuts before the quarter turn, where the decoder can still help and little has to be turned. */
function frameThenTurn(frames: readonly Frame[], canvas: Canvas, background: Colour): Operation[] {
  const { turn } = canvas;
  const upright = turnedSize(canvas, turn);
  const [first, ...others] = frames;
  const turned = quarterTurn(turn);
  if (first?.kind === 'scale') {
    return scaleThenTurn(first, others, turn, background);
  }
  if (first?.kind === 'keep') {
    const region = regionBeforeTurn(first.region, canvas, turn);
    return [extract(region), ...turned, ...frameUpright(others, first.region, background)];
  }
  return [...turned, ...frameUpright(frames, upright, background)];
}

/** The smallest size of the unturned picture that fills `target` when it is turned; its ratio is kept. */
function sizeToFill(target: Size, canvas: Canvas): Size {
  const whole = turnedSize(canvas, canvas.turn);
  const factor = Math.max(target.width / whole.width, target.height / whole.height);
  for (let more = 0; ; more += 1) {
    const size = {
      width: Math.ceil(canvas.width * factor) + more,
      height: Math.ceil(canvas.height * factor) + more,
    };
    const turned = turnedSize(size, canvas.turn);
    if (turned.width >= target.width && turned.height >= target.height) {
      return size;
    }
  }
}

/** Turns by any angle. A picture is scaled first when that keeps its ratio, for then there is less to turn. */
function turnFreely(frames: readonly Frame[], canvas: Canvas, background: Colour): Operation[] {
  const { turn } = canvas;
  const whole = turnedSize(canvas, turn);
  const rotate: Operation[] = [
    ...(turn.mirrored ? ([{ kind: 'flop' }] as const) : []),
    { kind: 'rotate', degrees: turn.degrees, background },
  ];
  const [first, ...others] = frames;
  const keepsRatio =
    first?.kind === 'scale' &&
    Math.abs((first.size.width * whole.height) / (first.size.height * whole.width) - 1) < 0.02;
  if (!keepsRatio) {
    return [...rotate, ...frameUpright(frames, whole, background)];
  }
  const size = sizeToFill(first.size, canvas);
  const turned = turnedSize(size, turn);
  const middle: Region = {
    left: Math.floor((turned.width - first.size.width) / 2),
    top: Math.floor((turned.height - first.size.height) / 2),
    ...first.size,
  };
  return [
    resize(size),
    ...rotate,
    ...(sameSize(turned, first.size) ? [] : [extract(middle)]),
    ...frameUpright(others, first.size, background),
  ];
}

/** Puts the flattening where sharp does it: behind a first extraction, before the resize. */
function flattenFirst(operations: readonly Operation[], background: Colour): readonly Operation[] {
  const at = operations[0]?.kind === 'extract' ? 1 : 0;
  return operations.toSpliced(at, 0, { kind: 'flatten', background });
}

/** Border, rounded corners and opacity. */
function finish(step: Step, size: Size, background: Colour): Operation[] {
  const dpr = pixelRatio(step);
  const corners = cornersOf(step.radius, size, dpr);
  const opacity = (step.opacity ?? 100) / 100;
  const operations: Operation[] = [];
  if (step.border) {
    operations.push({
      kind: 'overlay',
      svg: borderSvg(size, corners, step.border, dpr),
      blend: 'over',
    });
  }
  if (step.radius !== undefined || opacity < 1) {
    operations.push(
      isOpaque(background)
        ? { kind: 'overlay', svg: veilSvg(size, corners, opacity, background), blend: 'over' }
        : { kind: 'overlay', svg: maskSvg(size, corners, opacity), blend: 'dest-in' },
    );
  }
  return operations;
}

/** sharp adds an alpha channel to draw an overlay; a picture that had none loses it again. */
function withoutNeedlessAlpha(
  operations: readonly Operation[],
  before: boolean,
): readonly Operation[] {
  const drawn = operations.some(({ kind }) => kind === 'overlay');
  return drawn && operations.at(-1)?.kind !== 'flatten' && !alphaAfter(operations, before)
    ? [...operations, { kind: 'remove-alpha' }]
    : operations;
}

/** Whether the result of these operations can be transparent, starting from a picture that is or isn't. */
function alphaAfter(operations: readonly Operation[], before: boolean): boolean {
  return operations.reduce((hasAlpha, operation) => {
    switch (operation.kind) {
      case 'rotate':
      case 'extend':
        return hasAlpha || !isOpaque(operation.background);
      case 'overlay':
        return hasAlpha || operation.blend === 'dest-in';
      case 'flatten':
      case 'remove-alpha':
        return false;
      default:
        return hasAlpha;
    }
  }, before);
}

/** The frame of a step: everything but colour. */
function frameOperations(step: Step, canvas: Canvas, background: Colour, limits: OutputLimits) {
  const turn = turnFurther(canvas.turn, step.rotations ?? []);
  const turned: Canvas = { ...canvas, turn };
  const upright = turnedSize(canvas, turn);
  const frames = framesOf(step, upright) ?? refuseOutside(step, upright);
  const last = frames.at(-1);
  const size: Size = last ? framed(last) : upright;
  refuseTooLarge(step, upright, size, limits);
  const operations = isQuarterTurn(turn)
    ? frameThenTurn(frames, turned, background)
    : turnFreely(frames, turned, background);
  return { operations, size };
}

/**
 * What one step does to a picture, the trimming apart. Nothing is done here.
 * @throws {DomainError} `invalid-transformation` when the result would be too large or a crop lies outside.
 */
export function planStep(step: Step, canvas: Canvas, context: PlanContext): Plan {
  const background = backgroundOf(step, context.opaque);
  const effects = effectsOf(step);
  // A colour that lets something through is laid under the finished picture, once.
  const fill = isOpaque(background) ? background : TRANSPARENT;
  const { operations: framing, size } = frameOperations(step, canvas, fill, context.limits);
  const fills = isOpaque(background) && (context.opaque || step.background !== undefined);
  // An effect would change the background too, if that were laid under the picture first.
  const early = fills && canvas.hasAlpha && effects.length === 0;
  const begun = early ? flattenFirst(framing, background) : framing;
  const coloured = [...begun, ...effects.flatMap((effect) => operationsOf(effect, size))];
  const operations = [...coloured, ...finish(step, size, background)];
  if (fills && alphaAfter(operations, canvas.hasAlpha)) {
    operations.push({ kind: 'flatten', background });
  } else if (step.background && !isOpaque(background) && background.alpha > 0) {
    operations.push({ kind: 'overlay', svg: plainSvg(size, background), blend: 'dest-over' });
  }
  const hasAlpha = alphaAfter(operations, canvas.hasAlpha);
  return {
    operations: withoutNeedlessAlpha(operations, canvas.hasAlpha),
    canvas: { width: size.width, height: size.height, turn: UPRIGHT, hasAlpha },
  };
}
