import type { MediaKind } from './mediaKind.ts';

export interface KindUse {
  /** Bytes. */
  size: number;
  fileCount: number;
  kind: MediaKind;
}
