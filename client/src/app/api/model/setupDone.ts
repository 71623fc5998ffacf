import type { AccountDto } from './accountDto.ts';

export interface SetupDone {
  setupComplete: boolean;
  user: AccountDto;
}
