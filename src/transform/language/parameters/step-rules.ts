import type { Violation } from '../../../errors/domain-error.js';
import { violation } from '../invalid-transformation-error.js';
import type { LanguageLimits } from '../limits.js';
import type { Length, Step } from '../transformation.js';

type Rule = (
  step: Step,
  limits: LanguageLimits,
) => readonly [key: string, message: string] | undefined;

/**
 * What the parameters of one step must say together.
 * @param given the raw values by key, for the violations.
 */
export function checkStep(
  step: Step,
  limits: LanguageLimits,
  given: ReadonlyMap<string, string>,
): readonly Violation[] {
  const violations: Violation[] = [];
  for (const rule of RULES) {
    const broken = rule(step, limits);
    if (broken === undefined) continue;
    const [key, message] = broken;
    violations.push(violation(key, given.get(key) ?? '', message));
  }
  return violations;
}

/** Device px of the sides a step states; a share of the source, or a side that follows it, is undefined. */
export function statedSize(step: Step): { readonly width?: number; readonly height?: number } {
  const dpr = typeof step.dpr === 'number' ? step.dpr : 1;
  const device = (side: Length | undefined) => (side?.unit === 'px' ? side.value * dpr : undefined);
  const { aspectRatio: ratio } = step;
  const width = device(step.width);
  const height = device(step.height);
  const followingWidth = ratio !== undefined && height !== undefined ? height * ratio : undefined;
  const followingHeight = ratio !== undefined && width !== undefined ? width / ratio : undefined;
  return compact(width ?? followingWidth, height ?? followingHeight);
}

function compact(width: number | undefined, height: number | undefined) {
  return {
    ...(width !== undefined && { width: Math.max(1, Math.round(width)) }),
    ...(height !== undefined && { height: Math.max(1, Math.round(height)) }),
  };
}

const oneRatio: Rule = (step) =>
  step.aspectRatio !== undefined && step.width !== undefined && step.height !== undefined
    ? ['ar', 'ar is not allowed together with both w and h.']
    : undefined;

const focalPoint: Rule = (step) => {
  if (step.gravity !== 'xy_center') return undefined;
  if (step.x === undefined || step.y === undefined) return ['g', 'g_xy_center needs x and y.'];
  if (step.x.value < 0) return ['x', 'x must not be negative with g_xy_center.'];
  return step.y.value < 0 ? ['y', 'y must not be negative with g_xy_center.'] : undefined;
};

function side(key: 'w' | 'h', dimension: 'width' | 'height'): Rule {
  return (step, limits) => {
    const size = statedSize(step)[dimension];
    if (size === undefined || size <= limits.maxOutputDimension) return undefined;
    const follows = step[dimension] === undefined;
    return [
      follows ? 'ar' : key,
      `The ${dimension} of the output would be ${size} px; ${limits.maxOutputDimension} px are allowed.`,
    ];
  };
}

const area: Rule = (step, limits) => {
  const { width, height } = statedSize(step);
  if (width === undefined || height === undefined) return undefined;
  if (width * height <= limits.maxOutputPixels) return undefined;
  return [
    step.width === undefined ? 'h' : 'w',
    `The output would be ${width} × ${height} px; ${limits.maxOutputPixels} px in all are allowed.`,
  ];
};

const border: Rule = ({ border: line, width, height }) => {
  const twice = (line?.width ?? 0) * 2;
  const narrow = [width, height].some((side) => side?.unit === 'px' && twice >= side.value);
  return line !== undefined && narrow
    ? ['bo', 'The border must be narrower than half of w and of h.']
    : undefined;
};

const cut: Rule = ({ startOffset: start, endOffset: end, duration }) => {
  if (end === undefined) return undefined;
  if (duration !== undefined) return ['du', 'du is not allowed together with eo.'];
  return start?.unit === end.unit && end.value <= start.value
    ? ['eo', 'eo must be later than so.']
    : undefined;
};

const RULES: readonly Rule[] = [
  oneRatio,
  focalPoint,
  side('w', 'width'),
  side('h', 'height'),
  area,
  border,
  cut,
];
