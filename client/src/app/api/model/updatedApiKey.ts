import type { ApiKeyDto } from './apiKeyDto.ts';

export interface UpdatedApiKey {
  success: boolean;
  apiKey: ApiKeyDto;
}
