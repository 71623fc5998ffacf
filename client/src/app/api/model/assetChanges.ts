import type { Visibility } from './visibility.ts';

export interface AssetChanges {
  /** Who may see it. Unsaid, an asset that is there keeps its own. */
  visibility?: Visibility;
  /**
     * Its tags, in place of those it has.
     * @maxItems 50
     * @items.maxLength 100
     */
  tags?: string[];
  /**
     * Its new name in the same folder.
     * @maxLength 255
     */
  name?: string;
}
