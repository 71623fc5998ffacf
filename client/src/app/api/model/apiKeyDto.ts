import type { ApiKeyDtoScopesItem } from './apiKeyDtoScopesItem.ts';

export interface ApiKeyDto {
  id: string;
  name: string;
  /**
     * The key's first characters, to tell keys apart.
     * @nullable
     */
  start: string | null;
  /** @nullable */
  prefix: string | null;
  scopes: ApiKeyDtoScopesItem[];
  createdAt: string;
  /**
     * When the key stops working; null: never.
     * @nullable
     */
  expiresAt: string | null;
  enabled: boolean;
  updatedAt: string;
  /** @nullable */
  lastUsedAt: string | null;
  /**
     * Requests made with the key so far.
     * @minimum 0
     * @maximum 9007199254740991
     */
  requestCount: number;
  /**
     * Requests a window; null: the server's default.
     * @minimum 0
     * @maximum 9007199254740991
     * @nullable
     */
  rateLimit: number | null;
}
