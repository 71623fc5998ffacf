import type { Visibility } from './visibility.ts';

export interface UploadForm {
  /**
     * The files, 1 to 100 of them.
     * @maxItems 100
     */
  files: (Blob | File)[];
  /**
     * The folder to store them in; the root when empty. Missing folders are made.
     * @maxLength 1024
     */
  folder?: string;
  /**
     * A name for each file, in their order, in place of the file's own.
     * @maxItems 100
     * @items.maxLength 1024
     */
  names?: string[];
  /**
     * Transformations to render at once (20 at most), repeated or as one JSON array.
     * @maxItems 20
     * @items.maxLength 65536
     */
  transformations?: string[];
  /** Replace an asset of the same name; otherwise the new one becomes `name (1).ext`. */
  overwrite?: boolean;
  /** Who may see the files: everybody, or who has a credential or a signed URL. Unsaid, a replaced asset keeps its own. */
  visibility?: Visibility;
  /**
     * Tags of the files (50 at most), repeated or as one JSON array.
     * @maxItems 50
     * @items.maxLength 100
     */
  tags?: string[];
}
