
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
 * How many entries of the folder to give at once.
 * @minimum 1
 * @maximum 200
 */
limit?: number;
/**
 * `nextCursor` of the page before.
 * @maxLength 512
 */
cursor?: string;
};
