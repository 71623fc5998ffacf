import type { Visibility } from './visibility.ts';

export interface UrlUploadRequest {
  /** Who may see it. Unsaid, an asset that is there keeps its own. */
  visibility?: Visibility;
  /**
     * Its tags, in place of those it has.
     * @maxItems 50
     * @items.maxLength 100
     */
  tags?: string[];
  /**
     * Where it is: http or https, on a public address.
     * @maxLength 2048
     */
  url: string;
  /**
     * The folder to store it in; the root when left out.
     * @maxLength 1024
     */
  folder?: string;
  /**
     * Its name; the last part of the URL when left out. Without an ending it gets that of the type the server declares.
     * @maxLength 1024
     */
  name?: string;
  /**
     * Transformations to render at once.
     * @maxItems 20
     * @items.maxLength 2048
     */
  transformations?: string[];
  /** Replace an asset of the same name; otherwise the new one becomes `name (1).ext`. */
  overwrite?: boolean;
}
