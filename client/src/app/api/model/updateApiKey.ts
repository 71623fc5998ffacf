import type { UpdateApiKeyScopesItem } from './updateApiKeyScopesItem.ts';

export interface UpdateApiKey {
  /**
     * What the key is for.
     * @minLength 1
     * @maxLength 100
     */
  name?: string;
  /** A disabled key fails from the next request on. */
  enabled?: boolean;
  /**
     * Requests a window; null returns to the server's default.
     * @minimum 1
     * @maximum 1000000
     * @nullable
     */
  rateLimit?: number | null;
  /**
     * What the key may do.
     * @minItems 1
     * @maxItems 3
     */
  scopes?: UpdateApiKeyScopesItem[];
}
