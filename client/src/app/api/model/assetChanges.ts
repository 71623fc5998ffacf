import type { Visibility } from './visibility.ts';

export interface AssetChanges {
  /**
     * Its new name in the same folder.
     * @maxLength 255
     */
  name?: string;
  visibility?: Visibility;
  /**
     * In place of the tags it has.
     * @maxItems 50
     * @items.maxLength 100
     */
  tags?: string[];
}
