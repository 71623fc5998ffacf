import type { Visibility } from './visibility.ts';

export interface ChangedAsset {
  path: string;
  /** Present when visibility or tags were changed. */
  visibility?: Visibility;
  /** Present when visibility or tags were changed. */
  tags?: string[];
}
