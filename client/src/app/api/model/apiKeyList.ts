import type { ApiKeyDto } from './apiKeyDto.ts';

export interface ApiKeyList {
  success: boolean;
  keys: ApiKeyDto[];
  /**
     * How many keys the account has.
     * @minimum 0
     * @maximum 9007199254740991
     */
  total: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  limit: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  offset: number;
}
