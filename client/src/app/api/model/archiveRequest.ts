
export interface ArchiveRequest {
  /**
     * Paths of assets, and of folders with all in them.
     * @maxLength 1024
     * @minItems 1
     * @maxItems 1000
     * @items.maxLength 1024
     */
  paths: string[];
}
