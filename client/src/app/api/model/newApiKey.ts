import type { NewApiKeyScopesItem } from './newApiKeyScopesItem.ts';

export interface NewApiKey {
  id: string;
  name: string;
  /**
     * The key's first characters, to tell keys apart.
     * @nullable
     */
  start: string | null;
  /** @nullable */
  prefix: string | null;
  scopes: NewApiKeyScopesItem[];
  createdAt: string;
  /**
     * When the key stops working; null: never.
     * @nullable
     */
  expiresAt: string | null;
  /** The key. It is shown here and never again. */
  key: string;
}
