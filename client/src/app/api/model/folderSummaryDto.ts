import type { FolderPreview } from './folderPreview.ts';

export interface FolderSummaryDto {
  path: string;
  /** Assets in it and below it. */
  fileCount: number;
  /** Their bytes. */
  size: number;
  /** Folders directly in it. */
  folderCount: number;
  /** Its newest pictures, four at most. */
  previews: FolderPreview[];
}
