/** What the server allows a result to measure; from `MAX_OUTPUT_DIMENSION` and `MAX_OUTPUT_PIXELS`. */
export interface LanguageLimits {
  /** Largest side of a result, device px. */
  readonly maxOutputDimension: number;
  /** Largest area of a result, device px. */
  readonly maxOutputPixels: number;
}

/** The limits of a server nobody configured; what the reference documents. */
export const DEFAULT_LIMITS: LanguageLimits = {
  maxOutputDimension: 8192,
  maxOutputPixels: 40_000_000,
};

/** The widest a server can be configured to: a name that is no step under these is no step anywhere. */
export const WIDEST_LIMITS: LanguageLimits = {
  maxOutputDimension: 16_383,
  maxOutputPixels: 16_383 * 16_383,
};

/** Steps a chain may have. */
export const MAX_STEPS = 8;

/** Characters a whole transformation may have, decoded. */
export const MAX_TEXT_LENGTH = 2048;

/** Effects, rotations or flags one value may list. */
export const MAX_LIST_LENGTH = 16;
