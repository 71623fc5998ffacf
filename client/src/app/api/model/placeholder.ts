
export interface Placeholder {
  /**
     * Displayed width, px.
     * @minimum 0
     * @maximum 9007199254740991
     */
  width: number;
  /**
     * Displayed height, px.
     * @minimum 0
     * @maximum 9007199254740991
     */
  height: number;
  /**
     * The colour that most of it has.
     * @pattern ^#[0-9a-f]{6}$
     */
  dominantColor: string;
  /** BlurHash, 4 × 3 waves; transparency is seen on white. */
  blurhash: string;
  /** ThumbHash, base64. */
  thumbhash: string;
  /** A preview of at most 20 px a side, as a `data:` URI. */
  lqip: string;
}
