import type { Folder } from './folder.ts';

export interface FolderPage {
  folders: Folder[];
  /** Present when there is more. */
  nextCursor?: string;
}
