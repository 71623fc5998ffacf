import type { StepDraft } from './parameters/parameter.js';
import type { CropMode, Length, Step } from './transformation.js';

/** Where a crop mode has a use for gravity and offsets: wherever it is given, or where a box of both sides is asked for. */
interface Uses {
  readonly gravity: (step: Step) => boolean;
  readonly offsets: (step: Step) => boolean;
}

const NOWHERE = () => false;
const ANYWHERE = () => true;
const isSized = ({ width, height, aspectRatio }: Step) =>
  width !== undefined || height !== undefined || aspectRatio !== undefined;
/** Neither side follows the picture's own ratio. */
const isBoxed = ({ width, height, aspectRatio }: Step) =>
  aspectRatio !== undefined || (width !== undefined && height !== undefined);
const places = ({ x, y, gravity }: Step) =>
  x !== undefined || y !== undefined || gravity === 'xy_center';
const looksForSubject = ({ gravity }: Step) =>
  gravity === 'auto' || gravity === 'face' || gravity === 'faces';

const isFocus = ({ gravity }: Step) => gravity === 'xy_center';

/** What is laid lies where the compass says, or in the middle. */
const lays = (where: (step: Step) => boolean): Uses => ({
  gravity: (step) => where(step) && !looksForSubject(step) && !isFocus(step),
  offsets: NOWHERE,
});
const SCALES: Uses = { gravity: NOWHERE, offsets: NOWHERE };
const FILLS: Uses = {
  gravity: isBoxed,
  offsets: (step) => isBoxed(step) && !looksForSubject(step),
};
const USES: Readonly<Record<CropMode, Uses>> = {
  scale: SCALES,
  fit: SCALES,
  limit: SCALES,
  mfit: SCALES,
  fill: FILLS,
  lfill: FILLS,
  fill_pad: FILLS,
  pad: lays(isBoxed),
  lpad: lays(isSized),
  mpad: lays(isSized),
  crop: { gravity: (step) => isBoxed(step) || places(step), offsets: ANYWHERE },
  thumb: {
    gravity: ANYWHERE,
    offsets: (step) => step.gravity !== undefined && !looksForSubject(step),
  },
};

/** Modes that a step without a size, or with one side alone, need not name: it is scaled, if at all, by that side. */
const UNBOXED_ALIKE: ReadonlySet<CropMode> = new Set(['scale', 'fill', 'pad', 'crop']);
/** Those that do nothing without a size. All are modes of videos, too, which object to others. */
const UNSIZED_ALIKE: ReadonlySet<CropMode> = new Set([...UNBOXED_ALIKE, 'fit', 'lfill']);

const isZero = (length: Length | undefined) => length === undefined || length.value === 0;
const ORIGIN: Length = { unit: 'px', value: 0 };

/** Whether a crop's offsets leave it where it is: a region of the picture's size, in the picture's corner. */
const cutsNothing = (step: Step) =>
  !isSized(step) && step.gravity !== 'xy_center' && isZero(step.x) && isZero(step.y);

type Rule = readonly [
  property: 'crop' | 'gravity' | 'x' | 'y' | 'dpr',
  isNeedless: (step: Step) => boolean,
];

const modeOf = ({ crop = 'fill' }: Step) => crop;
/** A crop is placed by its offsets, though they be zero: then one of them stays to say so. */
const isPlacedBy = (step: Step, other: 'x' | 'y') =>
  modeOf(step) !== 'crop' || step[other] !== undefined;

/** Whether anything is measured in CSS px. */
const hasLengths = (step: Step) =>
  [step.width, step.height, step.border].some((length) => length !== undefined) ||
  step.radius?.kind === 'corners' ||
  (modeOf(step) !== 'crop' && (step.x ?? step.y) !== undefined);

/** What a step need not say, each rule seeing what the ones before it have left. */
const RULES: readonly Rule[] = [
  [
    'crop',
    (step) =>
      !isBoxed(step) &&
      !(modeOf(step) === 'crop' && places(step) && !cutsNothing(step)) &&
      (isSized(step) ? UNBOXED_ALIKE : UNSIZED_ALIKE).has(modeOf(step)),
  ],
  ['gravity', (step) => !USES[modeOf(step)].gravity(step)],
  ['x', (step) => !USES[modeOf(step)].offsets(step)],
  ['y', (step) => !USES[modeOf(step)].offsets(step)],
  ['y', (step) => isZero(step.y) && !isFocus(step) && isPlacedBy(step, 'x')],
  ['x', (step) => isZero(step.x) && !isFocus(step) && isPlacedBy(step, 'y')],
  ['dpr', (step) => !hasLengths(step)],
];

/** Takes from a step what changes nothing: steps that mean the same are to be one variant. */
export function keepMeaning(step: StepDraft): void {
  for (const [property, isNeedless] of RULES) {
    if (step[property] !== undefined && isNeedless(step)) Reflect.deleteProperty(step, property);
  }
  // Of a crop at the origin one offset is left, whichever was given.
  if (!isFocus(step) && step.x === undefined && step.y !== undefined && isZero(step.y)) {
    step.x = ORIGIN;
    delete step.y;
  }
}
