import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScopes } from '../../access/access.decorators.js';
import { DomainError } from '../../errors/domain-error.js';
import { Problems } from '../../http/problems.decorator.js';
import { AuditEventList, ListAuditEvents, type AuditEventDto } from './audit.dto.js';
import { AuditStore, type StoredAuditRow } from './audit-store.js';

/** Shows administrators what has happened. */
@ApiTags('Security')
@RequireScopes(['admin'])
@Controller('audit')
export class AuditController {
  constructor(private readonly store: AuditStore) {}

  /** Security events, the newest first. Of a credential's uses from one address one a minute is kept. */
  @Get()
  @ApiOperation({ summary: 'List security events' })
  @ApiOkResponse({ type: AuditEventList })
  @Problems('invalid-request')
  async listAuditEvents(@Query() query: ListAuditEvents): Promise<AuditEventList> {
    const { event, actor, keyId, from, to, cursor, limit } = query;
    const rows = await this.store.find({
      event,
      actor,
      keyId,
      from: toUtc(from),
      to: toUtc(to),
      before: cursor,
      limit: limit + 1,
    });
    const events = rows.slice(0, limit).map(toDto);
    const nextCursor = rows.length > limit ? events.at(-1)?.id : undefined;
    return { events, ...(nextCursor !== undefined && { nextCursor }) };
  }
}

/** Times are kept in UTC as text, so they are compared in that form. */
function toUtc(time: string | undefined): string | undefined {
  if (time === undefined) return undefined;
  const parsed = new Date(time);
  if (!Number.isNaN(parsed.getTime())) return parsed.toISOString();
  throw new DomainError('invalid-request', 'from and to are dates with a month and a day.');
}

function toDto(row: StoredAuditRow): AuditEventDto {
  return {
    id: String(row.id),
    time: row.time,
    event: row.event,
    outcome: row.outcome,
    reason: row.reason,
    actorType: row.actor_type,
    actorId: row.actor_id,
    actorName: row.actor_name,
    keyId: row.key_id,
    ip: row.ip,
    method: row.method,
    path: row.path,
    subject: row.subject,
    requestId: row.request_id,
  };
}
