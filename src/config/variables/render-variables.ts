import { availableParallelism } from 'node:os';
import { IsInt, Max, Min } from 'class-validator';
import { StorageVariables } from './storage-variables.js';
import { AsInteger } from './variable-parsing.js';

const MIB = 1024 * 1024;
/** Renders that read or write a file while others compute; measured in docs/performance.md. */
const WAITING_FOR_FILES = 2;

/** How much is rendered, how large, and how it is kept. */
export abstract class RenderVariables extends StorageVariables {
  /** Images rendered at the same time; two more than the CPUs this process may use when unset. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(256)
  readonly RENDER_CONCURRENCY: number = Math.min(256, availableParallelism() + WAITING_FOR_FILES);

  /** Renders that may wait for a slot before requests are answered 503. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(10_000)
  readonly RENDER_QUEUE_MAX: number = 64;

  /** Bytes of variants kept on disk. */
  @AsInteger()
  @IsInt()
  @Min(1)
  readonly CACHE_MAX_BYTES: number = 10 * 1024 * MIB;

  /** Bytes of small, hot variants kept in memory; 0 switches it off. */
  @AsInteger()
  @IsInt()
  @Min(0)
  readonly CACHE_MEMORY_BYTES: number = 128 * MIB;

  /** `max-age` of delivered bytes, seconds. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(31_536_000)
  readonly CACHE_MAX_AGE_S: number = 86_400;

  /** Largest side of a result, px. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(16_383)
  readonly MAX_OUTPUT_DIMENSION: number = 8192;

  /** Largest area of a result, px. */
  @AsInteger()
  @IsInt()
  @Min(1)
  readonly MAX_OUTPUT_PIXELS: number = 40_000_000;

  /** Largest area of a source image, all frames together, px. */
  @AsInteger()
  @IsInt()
  @Min(1)
  readonly MAX_SOURCE_PIXELS: number = 100_000_000;

  /** Most frames of an animation that are decoded. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly MAX_ANIMATION_FRAMES: number = 300;

  /** Longest an image render may take, ms. */
  @AsInteger()
  @IsInt()
  @Min(100)
  @Max(600_000)
  readonly TRANSFORM_TIMEOUT_MS: number = 30_000;

  /** Videos rendered at the same time by this process; 0 follows the CPUs and memory it may use. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(64)
  readonly VIDEO_MAX_CONCURRENT: number = 0;

  /** Threads of one ffmpeg; 0 follows the CPUs this process may use. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(64)
  readonly VIDEO_FFMPEG_THREADS: number = 0;

  /** Video jobs that may wait, of all processes together, before requests for new ones are answered 503. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly VIDEO_QUEUE_MAX: number = 10_000;

  /** How often a video job is tried again after a failure that may pass. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(20)
  readonly VIDEO_JOB_RETRY_MAX: number = 3;

  /** How long finished jobs stay listed, hours. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(8760)
  readonly VIDEO_JOB_CLEANUP_HOURS: number = 24;

  /** Longest a video render may take, ms. */
  @AsInteger()
  @IsInt()
  @Min(1000)
  @Max(86_400_000)
  readonly VIDEO_TIMEOUT_MS: number = 1_800_000;

  /** Longest video that is transformed, seconds. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(86_400)
  readonly MAX_VIDEO_DURATION_S: number = 3600;

  /** Largest frame of a video that is transformed, px; 8192 x 4320 fits. */
  @AsInteger()
  @IsInt()
  @Min(1)
  readonly MAX_VIDEO_PIXELS: number = 36_000_000;
}
