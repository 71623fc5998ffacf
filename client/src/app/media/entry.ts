import type { ListedFile } from '../api/model/listedFile';
import type { ListedFolder } from '../api/model/listedFolder';
import { kindOf, type Kind } from './media-kind';

/** A line of a listing: a folder or a file. */
export type Entry = FolderEntry | FileEntry;

/** As much of an entry as is needed to name it and to change it. */
export type Named = Pick<Entry, 'type' | 'path' | 'name'>;

export interface FolderEntry {
  readonly type: 'folder';
  readonly path: string;
  readonly name: string;
}

export interface FileEntry {
  readonly type: 'file';
  readonly path: string;
  readonly name: string;
  readonly kind: Kind;
  readonly file: ListedFile;
}

export function folderEntry({ path, name }: ListedFolder): FolderEntry {
  return { type: 'folder', path, name };
}

export function fileEntry(file: ListedFile): FileEntry {
  const { path, name } = file;
  return { type: 'file', path, name, kind: kindOf(file.contentType), file };
}
