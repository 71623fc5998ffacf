import type { Step, Transformation } from '../language/transformation.js';
import type { Canvas } from './planning/canvas.js';
import { withFirmSizes, type Operation } from './planning/operations.js';
import { planStep, trimOf, type PlanContext } from './planning/plan.js';
import type { Picture, Renderer } from './rendering/render.js';

/** A picture, what is still to be done to it, and what that leaves. */
export interface Planned {
  readonly picture: Picture;
  readonly operations: readonly Operation[];
  readonly canvas: Canvas;
}

/** libvips looks for a border in squares of three pixels. */
const LEAST_TRIMMED_SIDE = 3;

function canBeTrimmed({ width, height }: Canvas): boolean {
  return Math.min(width, height) >= LEAST_TRIMMED_SIDE;
}

function firm(picture: Picture, operations: readonly Operation[]): readonly Operation[] {
  return withFirmSizes(operations, picture.kind === 'file' ? picture.shrunkFrom : undefined);
}

async function planTrimmed(
  renderer: Renderer,
  planned: Planned,
  trim: Operation,
  step: Step,
  context: PlanContext,
): Promise<Planned> {
  const operations = firm(planned.picture, [...planned.operations, trim]);
  const picture = await renderer.settle(planned.picture, operations);
  const { width, height } = picture;
  const plan = planStep(step, { ...planned.canvas, width, height }, context);
  return { picture, canvas: plan.canvas, operations: plan.operations };
}

/**
 * Plans all steps, the last of which may have to be opaque. Only a trim is done before the rest can be planned: nobody
 * knows what it leaves.
 * @throws {DomainError} `invalid-transformation` for what would be too large, before any work.
 */
export async function planChain(
  renderer: Renderer,
  start: Planned,
  { steps }: Transformation,
  { limits, opaque }: PlanContext,
): Promise<Planned> {
  let planned = start;
  for (const [index, step] of steps.entries()) {
    const context = { limits, opaque: opaque && index === steps.length - 1 };
    const trim = trimOf(step);
    // Also planned untrimmed, so that what is too large is refused before work starts.
    const plan = planStep(step, planned.canvas, context);
    planned =
      trim && canBeTrimmed(planned.canvas)
        ? await planTrimmed(renderer, planned, trim, step, context)
        : {
            picture: planned.picture,
            canvas: plan.canvas,
            operations: [...planned.operations, ...plan.operations],
          };
  }
  return { ...planned, operations: firm(planned.picture, planned.operations) };
}
