
export interface ArchiveRequest {
  /**
     * @maxItems 1000
     * @items.maxLength 1024
     */
  paths: string[];
}
