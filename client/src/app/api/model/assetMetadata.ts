import type { Visibility } from './visibility.ts';

export interface AssetMetadata {
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
  createdAt: string;
  updatedAt: string;
  version: string;
  /** EXIF orientation, 1 to 8. */
  orientation?: number;
  hasAlpha?: boolean;
  /** Frames of an animation, pages of a document; 1 for a still. */
  frames?: number;
  codec?: string;
  /** Frames per second. */
  fps?: number;
  /** Whether a video has sound. */
  audio?: boolean;
  visibility: Visibility;
  tags: string[];
}
