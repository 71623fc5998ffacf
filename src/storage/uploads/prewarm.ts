import { Injectable } from '@nestjs/common';
import type { Asset } from '../../assets/asset.js';
import { DomainError } from '../../errors/domain-error.js';
import { isJob, VideoVariants } from '../../queue/video-variants.js';
import { choiceFor } from '../../transform/image/format-choice.js';
import { canonicalise } from '../../transform/language/canonical.js';
import { applicableTo } from '../../transform/language/output.js';
import { MODERN_FORMATS } from '../../transform/language/transformation.js';
import { TransformationReader } from '../../transform/named/transformation-reader.js';
import { ImageVariants } from '../../transform/variants/image-variants.js';
import type { PrewarmError } from './upload.dto.js';

/** What became of the transformations an upload asked for. */
export interface PrewarmOutcome {
  readonly prewarmedUrls?: string[];
  readonly prewarmErrors?: PrewarmError[];
  readonly queuedTransformationUrls?: string[];
  readonly queueErrors?: PrewarmError[];
}

/** Renders variants of a new asset before anybody asks for them. */
@Injectable()
export class Prewarm {
  constructor(
    private readonly images: ImageVariants,
    private readonly videos: VideoVariants,
    private readonly reader: TransformationReader,
  ) {}

  /** Renders what is asked for, one after the other, and queues videos; what fails is reported, and the upload stays good. */
  async run(
    asset: Asset,
    transformations: readonly string[],
    signal: AbortSignal,
  ): Promise<PrewarmOutcome> {
    const rendered: string[] = [];
    const queued: string[] = [];
    const renderErrors: PrewarmError[] = [];
    const queueErrors: PrewarmError[] = [];
    for (const text of transformations) {
      try {
        const { url, ready } = await this.make(asset, text, signal);
        (ready ? rendered : queued).push(url);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const report = { transformation: text.slice(0, 200), error: error.message };
        (asset.mediaType.kind === 'video' ? queueErrors : renderErrors).push(report);
      }
    }
    return {
      ...(rendered.length > 0 && { prewarmedUrls: rendered }),
      ...(renderErrors.length > 0 && { prewarmErrors: renderErrors }),
      ...(queued.length > 0 && { queuedTransformationUrls: queued }),
      ...(queueErrors.length > 0 && { queueErrors }),
    };
  }

  private async make(
    asset: Asset,
    text: string,
    signal: AbortSignal,
  ): Promise<{ readonly url: string; readonly ready: boolean }> {
    const { kind } = asset.mediaType;
    if (kind !== 'image' && kind !== 'video') {
      throw new DomainError('transformation-not-available', 'This is delivered as it was stored.');
    }
    const transformation = this.reader.parse(text);
    applicableTo(transformation, kind);
    const url = `/t/${canonicalise(transformation)}/${asset.path.toUrl()}`;
    if (kind === 'video' && isJob(transformation)) {
      const made = await this.videos.obtain(asset, transformation, 'prewarm');
      return { url, ready: made.kind === 'ready' };
    }
    // Current browsers accept all of them: so a URL without a format is most often asked for.
    await this.images.obtain(
      asset,
      transformation,
      choiceFor(transformation, MODERN_FORMATS),
      signal,
    );
    return { url, ready: true };
  }
}
