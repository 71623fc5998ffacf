import type { ListedFile } from './listedFile.ts';
import type { ListedFolder } from './listedFolder.ts';

export interface StorageListing {
  /** The folder; empty for the root. */
  path: string;
  folders: ListedFolder[];
  files: ListedFile[];
  /** Present when there is more. */
  nextCursor?: string;
}
