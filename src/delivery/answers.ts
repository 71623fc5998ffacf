import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Asset } from '../assets/asset.js';
import { Environment } from '../config/environment.js';
import { clientIp } from '../http/client-ip.js';
import { RenderBudget } from '../http/rate-limit/render-budget.js';
import type { Representation } from '../http/representation.js';
import { isJob } from '../queue/video-variants.js';
import { Placeholders } from '../transform/variants/placeholders.js';
import type { Address } from './address.js';
import { cacheControl, PRIVATE_HEADERS, signedCacheControl } from './cache-control.js';
import { assertPicture, Representations } from './representations.js';
import { VideoAnswers, VideoNotReady } from './video-answers.js';

/** The address came by a signed URL. */
export interface Signed {
  /** Unix time, seconds; undefined: it is good for ever. */
  readonly expires: number | undefined;
}

/** Answers an address: the original, a variant, or how far a video is. New renders are paid from the client's budget. */
@Injectable()
export class Answers {
  constructor(
    private readonly representations: Representations,
    private readonly videos: VideoAnswers,
    private readonly placeholders: Placeholders,
    private readonly budget: RenderBudget,
    private readonly environment: Environment,
  ) {}

  /** @throws {DomainError} as the engines and the queue do; `too-many-requests` when the budget is used up. */
  async answer(
    { asset, transformation, definedAt, isReserved }: Address,
    request: Request,
    signal: AbortSignal,
    signed?: Signed,
  ): Promise<Representation | VideoNotReady> {
    if (transformation === undefined) {
      return this.cacheable(
        this.representations.original(asset),
        asset,
        request,
        isReserved,
        signed,
      );
    }
    const admit = () => this.budget.spend(clientIp(request));
    const answer =
      asset.mediaType.kind === 'video' && isJob(transformation)
        ? await this.videos.answer(asset, transformation, request.headers, admit)
        : await this.representations.variant(asset, transformation, request.headers, signal, admit);
    return answer instanceof VideoNotReady
      ? answer
      : this.cacheable(since(answer, definedAt), asset, request, isReserved, signed);
  }

  /** The original, as a file to keep. */
  download(asset: Asset, request: Request): Representation {
    return this.cacheable(this.representations.original(asset, 'attachment'), asset, request);
  }

  /**
   * What to show in an asset's place.
   * @throws {DomainError} as the engines do; `transformation-not-available` for what has no picture.
   */
  async placeholder(asset: Asset, request: Request, signal: AbortSignal): Promise<Representation> {
    assertPicture(asset);
    const admit = () => this.budget.spend(clientIp(request));
    const obtained = await this.placeholders.obtain(asset, signal, admit);
    const placeholder = this.representations.placeholder(asset, obtained);
    return this.cacheable(placeholder, asset, request);
  }

  private cacheable(
    representation: Representation,
    { version, visibility }: Asset,
    { query }: Request,
    isReserved = visibility === 'private',
    signed?: Signed,
  ): Representation {
    const { CACHE_MAX_AGE_S } = this.environment;
    const headers =
      signed !== undefined
        ? { 'Cache-Control': signedCacheControl(signed.expires, CACHE_MAX_AGE_S) }
        : isReserved
          ? PRIVATE_HEADERS
          : { 'Cache-Control': cacheControl(query['v'], version, CACHE_MAX_AGE_S) };
    return { ...representation, headers: { ...headers, ...representation.headers } };
  }
}

/** A picture is as new as what its URL means: a name can come to stand for something else after the asset was stored. */
function since(representation: Representation, definedAt: Date | undefined): Representation {
  return definedAt !== undefined && definedAt > representation.lastModified
    ? { ...representation, lastModified: definedAt }
    : representation;
}
