
export type ListFoldersParams = {
/**
 * A part of a folder's path.
 * @maxLength 200
 */
search?: string;
/**
 * How many to give at once.
 * @minimum 1
 * @maximum 200
 */
limit?: number;
/**
 * `nextCursor` of the page before.
 * @maxLength 2048
 */
cursor?: string;
};
