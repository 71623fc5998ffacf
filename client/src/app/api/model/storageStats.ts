import type { CacheUse } from './cacheUse.ts';
import type { StorageUse } from './storageUse.ts';

export interface StorageStats {
  storage: StorageUse;
  cache: CacheUse;
  /** When an asset came or went last. */
  updatedAt: string;
}
