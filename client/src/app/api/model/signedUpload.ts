import type { Visibility } from './visibility.ts';

export interface SignedUpload {
  /** Send it to `POST /upload`, as `X-Upload-Signature` or as `?signature=`. */
  signature: string;
  /** Unix time in seconds. */
  expires: number;
  /** The same as a date. */
  expiresAt: string;
  folder: string;
  maxFiles: number;
  /** Bytes. */
  maxSize: number;
  visibility?: Visibility;
}
