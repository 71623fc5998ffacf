import type { VideoSizeStatus } from './videoSizeStatus.ts';

export interface VideoSize {
  /** Bytes. */
  size: number;
  status: VideoSizeStatus;
  contentType: string;
}
