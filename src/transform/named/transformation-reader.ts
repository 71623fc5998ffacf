import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import type { LanguageLimits } from '../language/limits.js';
import { parseTransformation } from '../language/parse.js';
import { looksLikeStep } from '../language/read-step.js';
import { decodeSegment, readTail, type TailReading } from '../language/read-tail.js';
import type { Transformation } from '../language/transformation.js';
import { NamedTransformations, type NamedTransformation } from './named-transformations.js';

/** A step that stands for others. Two words are a parameter of videos instead. */
const NAMED_STEP = /^t_(?!true$|1$)([A-Za-z0-9][A-Za-z0-9_-]{0,63})$/;

/** What a delivery URL says, with each name in place of what it stands for. */
export interface NamedTail {
  readonly reading: TailReading;
  /** Whether `ALLOWED_TRANSFORMATIONS` keeps its transformation from everybody. */
  readonly isReserved: boolean;
  /** When the last of its names came to stand for what it does; undefined when it holds none. */
  readonly definedAt: Date | undefined;
}

/** Reads transformations as this server is configured, with each name in place of what it stands for. */
@Injectable()
export class TransformationReader {
  private readonly limits: LanguageLimits;
  private readonly onlyNames: boolean;

  constructor(
    private readonly names: NamedTransformations,
    environment: Environment,
  ) {
    this.limits = {
      maxOutputDimension: environment.MAX_OUTPUT_DIMENSION,
      maxOutputPixels: environment.MAX_OUTPUT_PIXELS,
    };
    this.onlyNames = environment.ALLOWED_TRANSFORMATIONS === 'named';
  }

  /**
   * Reads a decoded transformation.
   * @throws {InvalidTransformationError} {@link parseTransformation}
   */
  parse(text: string): Transformation {
    const steps = text.split('/').flatMap((step) => {
      const named = this.named(step);
      return named === undefined ? [step] : stepsOf(named);
    });
    return parseTransformation(steps.join('/'), this.limits);
  }

  /** Reads a transformation that is to have a name, and so can hold none. */
  parseForName(text: string): Transformation {
    return parseTransformation(text, this.limits);
  }

  /**
   * Tells the transformation in the tail of a delivery URL from the path.
   * @throws {InvalidTransformationError} for more steps than a chain may have.
   */
  readTail(segments: readonly string[]): NamedTail {
    const expanded: string[] = [];
    const defined: Date[] = [];
    let [index, firstWritten] = [0, Infinity];
    // The last segment is always the asset's name, and a name further on is a folder.
    for (; index < segments.length - 1; index += 1) {
      const segment = segments[index] ?? '';
      const named = this.named(segment);
      const steps = named && stepsOf(named);
      if (named !== undefined) defined.push(named.updatedAt);
      if (steps === undefined && !looksLikeStep(decodeSegment(segment) ?? '')) break;
      if (steps === undefined) firstWritten = Math.min(firstWritten, expanded.length);
      expanded.push(...(steps?.map(encodeURIComponent) ?? [segment]));
    }
    const tail = [...expanded, ...segments.slice(index)];
    const reading = readTail(tail, this.limits);
    const stepCount = tail.length - reading.path.length;
    return {
      reading,
      isReserved: this.onlyNames && firstWritten < stepCount,
      definedAt: latest(defined),
    };
  }

  private named(step: string): NamedTransformation | undefined {
    const [, name] = NAMED_STEP.exec(step) ?? [];
    return name === undefined ? undefined : this.names.get(name);
  }
}

const stepsOf = ({ transformation }: NamedTransformation): string[] => transformation.split('/');

/** The latest of some moments; undefined when there are none. */
function latest(moments: readonly Date[]): Date | undefined {
  return moments.reduce<Date | undefined>(
    (last, moment) => (last === undefined || moment > last ? moment : last),
    undefined,
  );
}
