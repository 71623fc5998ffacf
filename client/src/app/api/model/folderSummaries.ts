import type { FolderSummaryDto } from './folderSummaryDto.ts';

export interface FolderSummaries {
  summaries: FolderSummaryDto[];
}
