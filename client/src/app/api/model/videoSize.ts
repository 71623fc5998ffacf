import type { VideoSizeStatus } from './videoSizeStatus.ts';

export interface VideoSize {
  /**
     * Bytes.
     * @minimum 0
     * @maximum 9007199254740991
     */
  size: number;
  status: VideoSizeStatus;
  contentType: string;
}
