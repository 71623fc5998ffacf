import type { CreateApiKeyScopesItem } from './createApiKeyScopesItem.ts';

export interface CreateApiKey {
  /**
     * What the key is for.
     * @minLength 1
     * @maxLength 100
     */
  name: string;
  /**
     * Seconds until the key stops working; it never does when left out.
     * @minimum 1
     * @maximum 315360000
     */
  expiresIn?: number;
  /**
     * What the key may do.
     * @minItems 1
     * @maxItems 3
     */
  scopes?: CreateApiKeyScopesItem[];
  /**
     * Requests a window; the server's default when left out.
     * @minimum 1
     * @maximum 1000000
     */
  rateLimit?: number;
}
