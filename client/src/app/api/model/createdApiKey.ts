import type { NewApiKey } from './newApiKey.ts';

export interface CreatedApiKey {
  success: boolean;
  apiKey: NewApiKey;
  message: string;
}
