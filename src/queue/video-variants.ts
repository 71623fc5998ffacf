import { Injectable } from '@nestjs/common';
import type { Asset } from '../assets/asset.js';
import { DomainError } from '../errors/domain-error.js';
import { canonicalise } from '../transform/language/canonical.js';
import { applicableTo, movingFormatOf, takesOneFrame } from '../transform/language/output.js';
import type { Transformation } from '../transform/language/transformation.js';
import { VariantKey } from '../transform/variants/variant-key.js';
import { VariantStore, type StoredVariant } from '../transform/variants/store/variant-store.js';
import type { JobPriority, JobView } from './video-job.js';
import { VideoJobs } from './video-jobs.js';

/** A variant of a video: there, or being made. */
export type VideoVariant =
  | { readonly kind: 'ready'; readonly variant: StoredVariant }
  | { readonly kind: 'job'; readonly job: JobView };

/** Finds the variant of a video, or the job that makes it. */
@Injectable()
export class VideoVariants {
  constructor(
    private readonly store: VariantStore,
    private readonly jobs: VideoJobs,
  ) {}

  /** The key of a variant. */
  keyOf(asset: Asset, transformation: Transformation): VariantKey {
    return VariantKey.of(asset, canonicalise(transformation), choiceOf(transformation));
  }

  /**
   * The variant, or else its job, which is made when there is none.
   * @throws {DomainError} `invalid-transformation`, `unavailable`, `too-busy`; `unprocessable-asset` with the reason when the job has failed for good
   * or was cancelled: asking again does not put it in line again.
   */
  async obtain(
    asset: Asset,
    transformation: Transformation,
    priority: JobPriority,
  ): Promise<VideoVariant> {
    applicableTo(transformation, 'video');
    const key = this.keyOf(asset, transformation);
    const variant = await this.store.find(key);
    if (variant !== undefined) return { kind: 'ready', variant };
    const data = {
      path: asset.path.value,
      version: asset.version,
      transformation: canonicalise(transformation),
      choice: choiceOf(transformation),
      priority,
    };
    const job = await this.jobs.ensure(key, data, asset.modifiedAt);
    if (job.status === 'error' || job.status === 'cancelled') {
      throw new DomainError('unprocessable-asset', job.error ?? 'The video could not be made.');
    }
    return { kind: 'job', job };
  }

  /**
   * The variant or its job as they are, without making one; undefined when there is neither.
   * @throws {DomainError} `unavailable` when there is no variant, and Redis is away.
   */
  async find(asset: Asset, transformation: Transformation): Promise<VideoVariant | undefined> {
    const key = this.keyOf(asset, transformation);
    const variant = await this.store.find(key);
    if (variant !== undefined) return { kind: 'ready', variant };
    const job = await this.jobs.find(key.variant);
    if (job?.status !== 'completed') return job && { kind: 'job', job };
    // Made since the look into the store, or long ago and thrown out again: then there is nothing but a memory.
    const made = await this.store.find(key);
    return made && { kind: 'ready', variant: made };
  }
}

/** Whether a transformation of a video is a job, and not one frame that is rendered in the request. */
export function isJob(transformation: Transformation): boolean {
  return !takesOneFrame(transformation);
}

function choiceOf(transformation: Transformation): string {
  return movingFormatOf(transformation);
}
