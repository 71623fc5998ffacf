
export interface ArchiveRequest {
  /** @maxItems 1000 */
  paths: string[];
}
