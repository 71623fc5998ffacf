import type { Visibility } from './visibility.ts';

export interface UploadSignRequest {
  /**
     * The one folder to upload to; empty for the root.
     * @maxLength 1024
     */
  folder: string;
  /**
     * Seconds that the signature is good for.
     * @minimum 1
     * @maximum 3600
     */
  expiresIn: number;
  /**
     * Files that may be stored with it in all, however many requests that takes.
     * @minimum 1
     * @maximum 1000
     */
  maxFiles?: number;
  /**
     * Bytes that each of them may have; never more than `MAX_FILE_SIZE_MB`.
     * @minimum 1
     * @maximum 107374182400
     */
  maxSize?: number;
  /** Who may see the files; everybody when left out. */
  visibility?: Visibility;
  /**
     * Transformations to render of each file at once, 2048 bytes of them in all; the form may choose among these and no others.
     * @maxLength 2048
     * @maxItems 20
     * @items.maxLength 2048
     */
  transformations?: string[];
}
