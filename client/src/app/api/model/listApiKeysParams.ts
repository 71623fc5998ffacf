
export type ListApiKeysParams = {
/**
 * @minimum 1
 * @maximum 200
 */
limit?: number;
/**
 * @minimum 0
 * @maximum 100000
 */
offset?: number;
};
