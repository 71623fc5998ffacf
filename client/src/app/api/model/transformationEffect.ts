
export interface TransformationEffect {
  name: string;
  /** How it is written, with the range of its argument. */
  syntax: string;
  description: string;
  available: boolean;
}
