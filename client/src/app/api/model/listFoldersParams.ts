
export type ListFoldersParams = {
/**
 * A part of a folder's path.
 * @maxLength 16384
 */
search?: string;
/**
 * How many entries to give at once.
 * @minimum 1
 * @maximum 200
 */
limit?: number;
/**
 * `nextCursor` of the page before; search must be as it was then.
 * @maxLength 4096
 */
cursor?: string;
};
