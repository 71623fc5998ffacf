
export type SummariseFoldersParams = {
/**
 * The folders' paths, repeated.
 * @maxLength 1024
 * @minItems 1
 * @maxItems 50
 * @items.maxLength 16384
 */
paths: string[];
};
