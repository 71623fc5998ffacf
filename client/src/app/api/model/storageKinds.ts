import type { KindUse } from './kindUse.ts';

export interface StorageKinds {
  kinds: KindUse[];
}
