
export interface CacheUse {
  /** Bytes. */
  size: number;
  fileCount: number;
  /** Bytes that it may take. */
  limit: number;
}
