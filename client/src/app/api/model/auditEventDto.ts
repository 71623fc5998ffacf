import type { AuditEventDtoEvent } from './auditEventDtoEvent.ts';
import type { AuditEventDtoOutcome } from './auditEventDtoOutcome.ts';

export interface AuditEventDto {
  id: string;
  time: string;
  event: AuditEventDtoEvent;
  outcome: AuditEventDtoOutcome;
  /** @nullable */
  reason: string | null;
  /** @nullable */
  actorType: string | null;
  /** @nullable */
  actorId: string | null;
  /** @nullable */
  actorName: string | null;
  /** @nullable */
  keyId: string | null;
  /** @nullable */
  ip: string | null;
  /** @nullable */
  method: string | null;
  /** @nullable */
  path: string | null;
  /**
     * What it was done to.
     * @nullable
     */
  subject: string | null;
  /** @nullable */
  requestId: string | null;
}
