import type { ListSort } from './listSort.ts';
import type { MediaKind } from './mediaKind.ts';

export type ListStorageParams = {
/**
 * The folder; the root when empty.
 * @maxLength 1024
 */
path?: string;
/**
 * How many levels of folders to list.
 * @minimum 1
 * @maximum 8
 */
depth?: number;
/**
 * How many entries to give at once.
 * @minimum 1
 * @maximum 200
 */
limit?: number;
/**
 * `nextCursor` of the page before; path, search, type and sort must be as they were then.
 * @maxLength 4096
 */
cursor?: string;
/**
 * A part of a path or of a tag. Everything below the folder is looked through, and what is found is listed flat.
 * @maxLength 16384
 */
search?: string;
/**
 * Only files of this kind; folders are listed all the same.
 */
type?: MediaKind;
/**
 * The order of the files, descending with a minus; folders come first, by name.
 */
sort?: ListSort;
};
