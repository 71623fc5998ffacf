
export type DeleteAssetParams = {
/**
 * Whether a folder goes with all in it.
 */
recursive?: boolean;
};
