import type { LanguageLimits } from '../limits.js';
import type { Step } from '../transformation.js';

/** What a parameter can act on: an image, a video, or one frame of a video as an image. */
export const APPLICATIONS = ['image', 'video', 'poster'] as const;
export type Application = (typeof APPLICATIONS)[number];

/** What is a still picture, or an animation, in the end. */
export const PICTURES: readonly Application[] = ['image', 'poster'];

/** A value that was not taken: it breaks the syntax, or it is known and not offered. */
export class Refusal {
  constructor(
    readonly kind: 'wrong' | 'unavailable',
    /** What exactly is the matter, when the list of allowed values alone would not say it. */
    readonly detail?: string,
  ) {}
}

/** Breaks the syntax of its parameter. */
export const WRONG = new Refusal('wrong');
/** Known, and not offered by this version. */
const UNAVAILABLE = new Refusal('unavailable');

/** A step while it is being read. */
export type StepDraft = { -readonly [K in keyof Step]: Step[K] };

/** One row of the table of parameters: everything the product knows about a key. */
export interface Parameter {
  readonly key: string;
  readonly aliases: readonly string[];
  readonly description: string;
  /** The default in words; undefined when absence means "not done". */
  readonly default: string | undefined;
  /** The fixed values, where there are some. */
  readonly choices: readonly string[];
  readonly appliesTo: readonly Application[];
  /** False when the key is reserved and no value of it is offered. */
  readonly available: boolean;
  /** The allowed values in words. */
  allowed(limits: LanguageLimits): string;
  /** Reads a raw value into the draft. */
  read(raw: string, limits: LanguageLimits, draft: StepDraft): Refusal | undefined;
  /** Copies what the draft says into `step`, unless it is the default. */
  settle(draft: Step, step: StepDraft): void;
  /** The canonical value; undefined when the step leaves it at its default. */
  write(step: Step): string | undefined;
  /** Why the step's value makes no sense for `application`; undefined when it does, or when none is given. */
  objection(step: Step, application: Application): string | undefined;
}

/** What a row has to say; the rest of {@link Parameter} follows from it. */
export interface ParameterRow<K extends keyof Step> {
  readonly key: string;
  readonly aliases?: readonly string[];
  readonly property: K;
  readonly description: string;
  readonly allowed: string | ((limits: LanguageLimits) => string);
  readonly default?: string;
  readonly choices?: readonly string[];
  readonly appliesTo: readonly Application[];
  parse(raw: string, limits: LanguageLimits): NonNullable<Step[K]> | Refusal;
  write(value: NonNullable<Step[K]>): string;
  isDefault?(value: NonNullable<Step[K]>, step: Step): boolean;
  objection?(value: NonNullable<Step[K]>, application: Application): string | undefined;
}

/** Makes the row of a parameter that fills one property of a step. */
export function parameter<K extends keyof Step>(row: ParameterRow<K>): Parameter {
  const { property, allowed } = row;
  const stated = (step: Step): NonNullable<Step[K]> | undefined => {
    const value = step[property];
    return value === undefined || row.isDefault?.(value, step) === true ? undefined : value;
  };
  return {
    key: row.key,
    aliases: row.aliases ?? [],
    description: row.description,
    default: row.default,
    choices: row.choices ?? [],
    appliesTo: row.appliesTo,
    available: true,
    allowed: (limits) => (typeof allowed === 'string' ? allowed : allowed(limits)),
    read: (raw, limits, draft) => {
      const value = row.parse(raw, limits);
      if (value instanceof Refusal) return value;
      draft[property] = value;
      return undefined;
    },
    settle: (draft, step) => {
      const value = stated(draft);
      if (value !== undefined) step[property] = value;
    },
    write: (step) => {
      const value = stated(step);
      return value === undefined ? undefined : row.write(value);
    },
    objection: (step, application) => {
      const value = stated(step);
      if (value === undefined) return undefined;
      if (!row.appliesTo.includes(application)) return `${row.key} ${MEANINGLESS[application]}`;
      return row.objection?.(value, application);
    },
  };
}

/** Makes the row of a key that is known, checked for syntax, and not offered. */
export function reservedParameter(row: {
  readonly key: string;
  readonly description: string;
  readonly allowed: string;
  readonly appliesTo: readonly Application[];
  fits(raw: string): boolean;
}): Parameter {
  return {
    key: row.key,
    aliases: [],
    description: row.description,
    default: undefined,
    choices: [],
    appliesTo: row.appliesTo,
    available: false,
    allowed: () => row.allowed,
    read: (raw) => (row.fits(raw) ? UNAVAILABLE : WRONG),
    settle: () => undefined,
    write: () => undefined,
    objection: () => undefined,
  };
}

const MEANINGLESS: Readonly<Record<Application, string>> = {
  image: 'has no meaning for an image.',
  video: 'has no meaning for a video without t_true.',
  poster: 'has no meaning for one frame of a video.',
};
