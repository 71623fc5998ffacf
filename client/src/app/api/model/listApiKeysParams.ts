
export type ListApiKeysParams = {
/**
 * How many entries to give at once.
 * @minimum 1
 * @maximum 200
 */
limit?: number;
/**
 * How many of the newest to leave out.
 * @minimum 0
 * @maximum 100000
 */
offset?: number;
};
