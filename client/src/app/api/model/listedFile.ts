
export interface ListedFile {
  name: string;
  path: string;
  /** Bytes. */
  size: number;
  /** When its bytes were stored. */
  mtime: string;
  contentType: string;
  version: string;
}
