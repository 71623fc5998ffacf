import type { PrewarmError } from './prewarmError.ts';

export interface UploadedFile {
  filename: string;
  /** Where it lies in the store. */
  path: string;
  /** Bytes. */
  size: number;
  contentType: string;
  /** Displayed width, px. */
  width?: number;
  /** Displayed height, px. */
  height?: number;
  /** Seconds, of video and audio. */
  duration?: number;
  /** Names these very bytes; `?v=` makes a URL cacheable for good. */
  version: string;
  /** Delivers the original. */
  url: string;
  /** The variants that were rendered. */
  prewarmedUrls?: string[];
  /** Why a variant was not rendered. */
  prewarmErrors?: PrewarmError[];
  /** The videos that were queued. */
  queuedTransformationUrls?: string[];
  /** Why a variant of a video was not queued or rendered. */
  queueErrors?: PrewarmError[];
}
