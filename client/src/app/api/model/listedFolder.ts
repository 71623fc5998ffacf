import type { ListedFile } from './listedFile.ts';

export interface ListedFolder {
  name: string;
  path: string;
  folders?: ListedFolder[];
  files?: ListedFile[];
}
