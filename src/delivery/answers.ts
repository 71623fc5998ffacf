import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Asset } from '../assets/asset.js';
import { Environment } from '../config/environment.js';
import { clientIp } from '../http/client-ip.js';
import { RenderBudget } from '../http/rate-limit/render-budget.js';
import type { Representation } from '../http/representation.js';
import { isJob } from '../queue/video-variants.js';
import type { Address } from './address.js';
import { cacheControl } from './cache-control.js';
import { Representations } from './representations.js';
import { VideoAnswers, VideoNotReady } from './video-answers.js';

/** Answers an address: the original, a variant, or how far a video is. New renders are paid from the client's budget. */
@Injectable()
export class Answers {
  constructor(
    private readonly representations: Representations,
    private readonly videos: VideoAnswers,
    private readonly budget: RenderBudget,
    private readonly environment: Environment,
  ) {}

  /** @throws {DomainError} as the engines and the queue do; `too-many-requests` when the budget is used up. */
  async answer(
    { asset, transformation }: Address,
    request: Request,
    signal: AbortSignal,
  ): Promise<Representation | VideoNotReady> {
    if (transformation === undefined) {
      return this.cacheable(this.representations.original(asset), asset, request);
    }
    const admit = () => this.budget.spend(clientIp(request));
    const answer =
      asset.mediaType.kind === 'video' && isJob(transformation)
        ? await this.videos.answer(asset, transformation, admit)
        : await this.representations.variant(asset, transformation, request.headers, signal, admit);
    return answer instanceof VideoNotReady ? answer : this.cacheable(answer, asset, request);
  }

  /** The original, as a file to keep. */
  download(asset: Asset, request: Request): Representation {
    return this.cacheable(this.representations.original(asset, 'attachment'), asset, request);
  }

  private cacheable(
    representation: Representation,
    { version }: Asset,
    { query }: Request,
  ): Representation {
    const control = cacheControl(query['v'], version, this.environment.CACHE_MAX_AGE_S);
    return { ...representation, headers: { 'Cache-Control': control, ...representation.headers } };
  }
}
