
export interface StorageUse {
  /** Bytes. */
  size: number;
  fileCount: number;
}
