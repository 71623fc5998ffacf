import type { AccountDto } from './accountDto.ts';
import type { SessionDto } from './sessionDto.ts';

export interface CurrentSession {
  session: SessionDto | null;
  user: AccountDto | null;
}
