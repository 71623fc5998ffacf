import type { Visibility } from './visibility.ts';

export interface AssetMetadata {
  path: string;
  /** Bytes. */
  size: number;
  contentType: string;
  createdAt: string;
  updatedAt: string;
  version: string;
  /** Displayed width, px. */
  width?: number;
  /** Displayed height, px. */
  height?: number;
  /** EXIF orientation, 1 to 8. */
  orientation?: number;
  hasAlpha?: boolean;
  /** Frames of an animation, pages of a document; 1 for a still. */
  frames?: number;
  /** Seconds, of video and audio. */
  duration?: number;
  codec?: string;
  /** Frames per second. */
  fps?: number;
  /** Whether a video has sound. */
  audio?: boolean;
  visibility: Visibility;
  tags: string[];
}
