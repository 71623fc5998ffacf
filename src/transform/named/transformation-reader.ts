import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import type { LanguageLimits } from '../language/limits.js';
import { parseTransformation } from '../language/parse.js';
import { looksLikeStep } from '../language/read-step.js';
import { decodeSegment, readTail, type TailReading } from '../language/read-tail.js';
import type { Transformation } from '../language/transformation.js';
import { NamedTransformations } from './named-transformations.js';

/** A step that stands for others. Two words are a parameter of videos instead. */
const NAMED_STEP = /^t_(?!true$|1$)([A-Za-z0-9][A-Za-z0-9_-]{0,63})$/;

/** What a delivery URL says, with each name in place of what it stands for. */
export interface NamedTail {
  readonly reading: TailReading;
  /** Whether `ALLOWED_TRANSFORMATIONS` keeps its transformation from everybody. */
  readonly isReserved: boolean;
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
    const steps = text.split('/').flatMap((step) => this.expand(step) ?? [step]);
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
    let [index, firstWritten] = [0, Infinity];
    // The last segment is always the asset's name, and a name further on is a folder.
    for (; index < segments.length - 1; index += 1) {
      const segment = segments[index] ?? '';
      const steps = this.expand(segment);
      if (steps === undefined && !looksLikeStep(decodeSegment(segment) ?? '')) break;
      if (steps === undefined) firstWritten = Math.min(firstWritten, expanded.length);
      expanded.push(...(steps?.map(encodeURIComponent) ?? [segment]));
    }
    const tail = [...expanded, ...segments.slice(index)];
    const reading = readTail(tail, this.limits);
    const stepCount = tail.length - reading.path.length;
    return { reading, isReserved: this.onlyNames && firstWritten < stepCount };
  }

  private expand(step: string): readonly string[] | undefined {
    const [, name] = NAMED_STEP.exec(step) ?? [];
    const named = name === undefined ? undefined : this.names.get(name);
    return named?.transformation.split('/');
  }
}
