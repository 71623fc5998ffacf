import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Asset } from '../assets/asset.js';
import type { Representation } from '../http/representation.js';
import { Metrics } from '../metrics/metrics.js';
import { VideoVariants } from '../queue/video-variants.js';
import { canonicalise } from '../transform/language/canonical.js';
import type { Transformation } from '../transform/language/transformation.js';
import type { Admission } from '../transform/variants/image-variants.js';
import { resolveDpr } from './negotiation.js';
import { Representations } from './representations.js';
import type { PendingVideo } from './video-status.dto.js';

const RETRY_AFTER_SECONDS = 2;

/** A video that is not there yet, and after how many seconds to ask again. */
export class VideoNotReady {
  readonly retryAfterSeconds = RETRY_AFTER_SECONDS;

  constructor(readonly body: PendingVideo) {}

  /**
   * The same for who came by a signed URL, whose signature opens the status too. The URL is carried on as it came: to sign
   * anew would let a signature live on that a change of `API_SECRET` is to end.
   * @param signedTail everything behind `/authenticated/`, still percent-encoded.
   */
  forSigned(signedTail: string): VideoNotReady {
    const { status, message, jobId, progress } = this.body;
    const statusUrl = `/video-status/${signedTail}`;
    return new VideoNotReady({ status, message, statusUrl, jobId, progress });
  }
}

/** Answers requests for variants of videos: the variant, or how far it is. */
@Injectable()
export class VideoAnswers {
  constructor(
    private readonly videos: VideoVariants,
    private readonly representations: Representations,
    private readonly metrics: Metrics,
  ) {}

  /**
   * @param headers the client's, for the pixel ratio it hints at.
   * @param admit lets a job be made, or refuses it.
   * @throws {DomainError} as {@link VideoVariants.obtain}.
   */
  async answer(
    asset: Asset,
    transformation: Transformation,
    headers: IncomingHttpHeaders,
    admit: Admission,
  ): Promise<Representation | VideoNotReady> {
    const resolved = resolveDpr(transformation, headers);
    if ((await this.videos.find(asset, resolved)) === undefined) await admit();
    const found = await this.videos.obtain(asset, resolved, 'variant');
    if (found.kind === 'ready') {
      this.metrics.cacheAsked('hit');
      const obtained = { variant: found.variant, data: undefined, origin: 'hit' } as const;
      return this.representations.describe(asset, transformation, obtained, 0);
    }
    this.metrics.cacheAsked('miss');
    return new VideoNotReady({
      status: 'processing',
      message: 'The video is being made. Ask again, or follow its status.',
      statusUrl: `/video-status/${canonicalise(resolved)}/${asset.path.toUrl()}`,
      jobId: found.job.id,
      progress: found.job.progress,
    });
  }
}
