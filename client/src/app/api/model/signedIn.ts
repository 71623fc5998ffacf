import type { AccountDto } from './accountDto.ts';

export interface SignedIn {
  user: AccountDto;
}
