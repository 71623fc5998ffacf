import type { Colour, Effect, Step } from '../../language/transformation.js';
import { turnFurther, UPRIGHT } from '../../language/values/turn.js';
import { pixelRatio } from './box.js';
import type { Canvas } from './canvas.js';
import { framesOf } from './crop-geometry.js';
import { operationsOf } from './effects.js';
import { framed, operationsOfFrames } from './frame-operations.js';
import type { Operation } from './operations.js';
import { turnedSize } from './orientation.js';
import { refuseOutside, refuseTooLarge, type OutputLimits } from './output-limits.js';
import { borderSvg, cornersOf, maskSvg, plainSvg, veilSvg } from './overlays.js';
import type { Size } from './size.js';

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
  const turn = turnFurther(canvas.turn, step.turn ?? UPRIGHT);
  const turned: Canvas = { ...canvas, turn };
  const upright = turnedSize(canvas, turn);
  const frames = framesOf(step, upright) ?? refuseOutside(step, upright);
  const last = frames.at(-1);
  const size: Size = last ? framed(last) : upright;
  refuseTooLarge(step, upright, size, limits);
  const operations = operationsOfFrames(frames, turned, background);
  return { operations, size };
}

/**
 * What one step does to a picture, the trimming apart. Nothing is done here.
 * @throws {DomainError} `invalid-transformation` when the result would be too large or a crop lies outside.
 */
export function planStep(step: Step, canvas: Canvas, context: PlanContext): Plan {
  const background = backgroundOf(step, context.opaque);
  const effects = effectsOf(step);
  // A colour that lets something through, or that an effect would change, is laid under the finished picture, once.
  const fill = isOpaque(background) && effects.length === 0 ? background : TRANSPARENT;
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
