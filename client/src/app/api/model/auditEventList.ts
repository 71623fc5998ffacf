import type { AuditEventDto } from './auditEventDto.ts';

export interface AuditEventList {
  events: AuditEventDto[];
  /** Give it as `cursor` to read on; left out on the last page. */
  nextCursor?: string;
}
