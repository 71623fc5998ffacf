import type { ApiKeyDto } from './apiKeyDto.ts';

export interface ApiKeyList {
  success: boolean;
  keys: ApiKeyDto[];
  /** How many keys the account has. */
  total: number;
  limit: number;
  offset: number;
}
