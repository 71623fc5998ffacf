import type { Visibility } from './visibility.ts';

export interface SignedUpload {
  /** Send it to `POST /upload`, as `X-Upload-Signature` or as `?signature=`. */
  signature: string;
  /**
     * Unix time in seconds.
     * @minimum 0
     * @maximum 9007199254740991
     */
  expires: number;
  /** The same as a date. */
  expiresAt: string;
  folder: string;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  maxFiles: number;
  /**
     * Bytes.
     * @minimum 0
     * @maximum 9007199254740991
     */
  maxSize: number;
  visibility?: Visibility;
  transformations?: string[];
}
