import type { Visibility } from './visibility.ts';

export interface ListedFile {
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
  name: string;
  /** When its bytes were stored. */
  mtime: string;
  /** Absent until a file that came by hand has been read. */
  version?: string;
  visibility: Visibility;
  tags: string[];
}
