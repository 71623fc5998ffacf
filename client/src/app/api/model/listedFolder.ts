import type { ListedFile } from './listedFile.ts';

export interface ListedFolder {
  name: string;
  path: string;
  /** Absent where the listing does not reach. */
  folders?: ListedFolder[];
  /** Absent where the listing does not reach. */
  files?: ListedFile[];
}
