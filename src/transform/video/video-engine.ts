import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { MediaType } from '../../assets/media-types.js';
import { Environment } from '../../config/environment.js';
import type { MovingFormat, Transformation } from '../language/transformation.js';
import { boundedProgram, sizingOf, thisMachine, type Sizing } from './bounded-program.js';
import { FfmpegCommand, type RunReport } from './ffmpeg-command.js';
import { KnownFacts } from './known-facts.js';
import {
  planGlance,
  planPicture,
  planPoster,
  planVideo,
  type Pass,
  type PlanContext,
} from './plan.js';
import type { OpenCrop, Picture } from './picture-filters.js';
import { probe } from './probe.js';
import { findSubject } from './subject.js';
import { failureOf, unprocessable } from './video-errors.js';
import type { VideoFacts } from './video-facts.js';

export type { AudioFacts, VideoFacts } from './video-facts.js';

/** A video's bytes on this machine. */
export interface VideoSource {
  /** Absolute path. */
  readonly file: string;
  readonly mediaType: MediaType;
  /** The asset's version; what is read of it is then remembered. */
  readonly version?: string;
}

/** A finished video. */
export interface RenderedVideo {
  /** Bytes. */
  readonly size: number;
  readonly format: MovingFormat;
  readonly contentType: string;
}

/** How a render is watched and ended. */
export interface RenderOptions {
  readonly signal: AbortSignal;
  /** Percent, 0 to 100, never going back. */
  readonly onProgress?: (percent: number) => void;
}

const CONTENT_TYPES: Readonly<Record<MovingFormat, string>> = {
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  gif: 'image/gif',
};
/** A result this much shorter than planned, from a source that could not be read whole, is refused. */
const LEAST_SHARE = 0.9;
const POSTER_TIMEOUT_MS = 30_000;

/** Makes videos, and pictures of them, from videos. */
@Injectable()
export class VideoEngine {
  /** How much is done at once here, and with what. */
  readonly sizing: Sizing;
  private readonly known = new KnownFacts();

  constructor(private readonly environment: Environment) {
    this.sizing = sizingOf(thisMachine(), {
      concurrency: environment.VIDEO_MAX_CONCURRENT,
      threads: environment.VIDEO_FFMPEG_THREADS,
    });
  }

  /**
   * What the headers say; of a known version they are read once.
   * @throws {DomainError} `unprocessable-asset`, `timed-out`, `unavailable`.
   */
  probe({ file, mediaType, version }: VideoSource, signal: AbortSignal): Promise<VideoFacts> {
    if (version === undefined) return probe(file, mediaType, signal);
    const key = `${mediaType.contentType} ${version}`;
    return this.known.of(key, (inner) => probe(file, mediaType, inner), signal);
  }

  /**
   * Writes the transformed video to `target`, which is removed again when that fails.
   * @throws {DomainError} `invalid-transformation`, `unprocessable-asset`, `timed-out`, `insufficient-storage`,
   * `unavailable`, `internal-error`; or the signal's reason.
   */
  async render(
    source: VideoSource,
    transformation: Transformation,
    target: string,
    { signal, onProgress }: RenderOptions,
  ): Promise<RenderedVideo> {
    const facts = await this.acceptable(source, signal);
    const context = this.contextOf(source, target);
    const picture = await this.frame(facts, transformation, context, signal);
    const plan = planVideo(facts, transformation, picture, context);
    const share = 100 / plan.passes.length;
    const deadline = performance.now() + this.environment.VIDEO_TIMEOUT_MS;
    const step = onward(onProgress);
    try {
      let report: RunReport | undefined;
      for (const [index, pass] of plan.passes.entries()) {
        report = await this.run(pass, deadline - performance.now(), signal, (seconds) =>
          step(share * (index + Math.min(1, seconds / plan.duration))),
        );
      }
      refuseShort(report, plan.duration);
      const { size } = await stat(target);
      return { size, format: plan.format, contentType: CONTENT_TYPES[plan.format] };
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    } finally {
      for (const pass of plan.passes)
        if (pass.target !== target) await rm(pass.target, { force: true });
    }
  }

  /**
   * One frame as a lossless picture in a file of its own, which the caller removes.
   * @throws {DomainError} as `render`.
   */
  async poster(
    source: VideoSource,
    transformation: Transformation,
    signal: AbortSignal,
  ): Promise<string> {
    const facts = await this.acceptable(source, signal);
    const target = join(this.environment.temporaryDirectory, `${randomUUID()}.png`);
    const pass = planPoster(facts, transformation, this.contextOf(source, target));
    try {
      await this.run(pass, POSTER_TIMEOUT_MS, signal);
      const { size } = await stat(target).catch(() => ({ size: 0 }));
      if (size === 0) throw unprocessable('The video holds no picture at that moment.');
      return target;
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    }
  }

  /** Plans the framing, with a glance at the video wherever it depends on what is seen. */
  private async frame(
    facts: VideoFacts,
    transformation: Transformation,
    context: PlanContext,
    signal: AbortSignal,
  ): Promise<Picture> {
    const planning = planPicture(facts, transformation, context.limits);
    const target = `${context.target}.glance.png`;
    const look = async ({ filters, size }: OpenCrop) => {
      const pass = planGlance(facts, transformation, filters, { ...context, target });
      await this.run(pass, POSTER_TIMEOUT_MS, signal);
      return findSubject(target, size);
    };
    try {
      let next = planning.next();
      while (next.done !== true) next = planning.next(await look(next.value));
      return next.value;
    } finally {
      await rm(target, { force: true });
    }
  }

  private async run(
    pass: Pass,
    timeoutMs: number,
    signal: AbortSignal,
    onTime: (seconds: number) => void = () => undefined,
  ): Promise<RunReport> {
    const { memoryBytes } = this.sizing;
    const program = await boundedProgram('ffmpeg', {
      memoryBytes,
      fileBytes: this.environment.CACHE_MAX_BYTES,
    });
    return new FfmpegCommand(pass, {
      program,
      signal,
      timeoutMs: Math.max(1, timeoutMs),
      onTime,
    }).run();
  }

  private async acceptable(source: VideoSource, signal: AbortSignal): Promise<VideoFacts> {
    const facts = await this.probe(source, signal);
    const { MAX_VIDEO_DURATION_S, MAX_VIDEO_PIXELS } = this.environment;
    if (facts.width * facts.height > MAX_VIDEO_PIXELS) {
      throw unprocessable(
        `The video has ${facts.width * facts.height} pixels a frame; ${MAX_VIDEO_PIXELS} are allowed.`,
      );
    }
    if (facts.duration > MAX_VIDEO_DURATION_S) {
      throw unprocessable(
        `The video is ${Math.ceil(facts.duration)} s long; ${MAX_VIDEO_DURATION_S} s are allowed.`,
      );
    }
    return facts;
  }

  private contextOf({ file, mediaType }: VideoSource, target: string): PlanContext {
    const { MAX_OUTPUT_DIMENSION, MAX_OUTPUT_PIXELS } = this.environment;
    return {
      source: { file, mediaType },
      target,
      threads: this.sizing.threads,
      limits: { maxDimension: MAX_OUTPUT_DIMENSION, maxPixels: MAX_OUTPUT_PIXELS },
    };
  }
}

function refuseShort(report: RunReport | undefined, planned: number): void {
  if (report === undefined || report.frames === 0)
    throw failureOf('no frame was written', undefined);
  if (report.complained && report.seconds < planned * LEAST_SHARE) {
    throw failureOf('the source ended early', undefined);
  }
}

/** Whole percents below 100, each reported once; 100 is said by the result. */
function onward(onProgress: ((percent: number) => void) | undefined): (percent: number) => void {
  let last = 0;
  return (percent) => {
    const whole = Math.min(99, Math.floor(percent));
    if (whole <= last) return;
    last = whole;
    onProgress?.(whole);
  };
}
