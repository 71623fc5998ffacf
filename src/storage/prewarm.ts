import { Injectable } from '@nestjs/common';
import type { Asset } from '../assets/asset.js';
import { Environment } from '../config/environment.js';
import { DomainError } from '../errors/domain-error.js';
import type { FormatChoice } from '../transform/image/format-choice.js';
import { canonicalise } from '../transform/language/canonical.js';
import { applicableTo, outputOf } from '../transform/language/output.js';
import { parseTransformation } from '../transform/language/parse.js';
import type { ImageFormat, Transformation } from '../transform/language/transformation.js';
import { ImageVariants } from '../transform/variants/image-variants.js';
import type { PrewarmError } from './upload.dto.js';

/** What current browsers accept: the set that a URL without a format is most often asked with. */
const CURRENT_BROWSERS = { avif: true, webp: true } as const;

/** What became of the transformations an upload asked for. */
export interface PrewarmOutcome {
  readonly prewarmedUrls?: string[];
  readonly prewarmErrors?: PrewarmError[];
}

/** Renders variants of a new asset before anybody asks for them. */
@Injectable()
export class Prewarm {
  constructor(
    private readonly images: ImageVariants,
    private readonly environment: Environment,
  ) {}

  /** Renders what is asked for, one after the other; what fails is reported, and the upload stays good. */
  async run(
    asset: Asset,
    transformations: readonly string[],
    signal: AbortSignal,
  ): Promise<PrewarmOutcome> {
    const prewarmedUrls: string[] = [];
    const prewarmErrors: PrewarmError[] = [];
    for (const text of transformations) {
      try {
        prewarmedUrls.push(await this.render(asset, text, signal));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        prewarmErrors.push({ transformation: text.slice(0, 200), error: error.message });
      }
    }
    return {
      ...(prewarmedUrls.length > 0 && { prewarmedUrls }),
      ...(prewarmErrors.length > 0 && { prewarmErrors }),
    };
  }

  private async render(asset: Asset, text: string, signal: AbortSignal): Promise<string> {
    if (asset.mediaType.kind !== 'image') {
      throw new DomainError('transformation-not-available', 'Only images are rendered at upload.');
    }
    const { MAX_OUTPUT_DIMENSION: maxOutputDimension, MAX_OUTPUT_PIXELS: maxOutputPixels } =
      this.environment;
    const transformation = parseTransformation(text, { maxOutputDimension, maxOutputPixels });
    applicableTo(transformation, 'image');
    await this.images.obtain(asset, transformation, choiceOf(transformation), signal);
    return `/t/${canonicalise(transformation)}/${asset.path.toUrl()}`;
  }
}

function choiceOf(transformation: Transformation): FormatChoice {
  const { format } = outputOf(transformation);
  if (format === undefined) return { kind: 'preferred', accepted: CURRENT_BROWSERS };
  if (format === 'auto') return { kind: 'smallest', accepted: CURRENT_BROWSERS };
  // A video format has been refused before: it has no meaning for an image.
  return { kind: 'fixed', format: format as ImageFormat };
}
