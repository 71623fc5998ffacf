import type { PrewarmError } from './prewarmError.ts';

export interface UploadedFile {
  /** Where it lies in the store. */
  path: string;
  /** Bytes. */
  size: number;
  contentType: string;
  /** Displayed width, px, once it has been measured. */
  width?: number;
  /** Displayed height, px, once it has been measured. */
  height?: number;
  /** Seconds, of video and audio. */
  duration?: number;
  filename: string;
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
