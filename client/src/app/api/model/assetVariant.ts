
export interface AssetVariant {
  /** `working-copy` is what variants of a format the engine cannot open are made from. */
  format: string;
  /** Bytes. */
  size: number;
  madeAt: string;
}
