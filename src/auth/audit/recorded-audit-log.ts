import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { PinoLogger } from 'nestjs-pino';
import type { Logger } from 'pino';
import type { Actor } from '../../access/actor.js';
import { AuditLog, type AuditEntry, type AuditEvent } from '../../access/audit.js';
import { clientIp } from '../../http/client-ip.js';
import { loggableUrl } from '../../http/logs/loggable-url.js';
import { requestIdOf } from '../../http/request-id.js';
import { Metrics } from '../../metrics/metrics.js';
import { AuditStore, type AuditRow } from './audit-store.js';
import { authFailureOf } from './auth-failures.js';
import { RepeatedUses } from './repeated-uses.js';

/** Longest text of one field, characters. */
const MAX_TEXT = 512;

/** Events that a client can cause as often as it asks. */
const REPEATING: ReadonlySet<AuditEvent> = new Set([
  'api_key.success',
  'api_key.failed',
  'api_key.rate_limited',
  'session.success',
  'session.rejected',
  'sign_in.rate_limited',
  'password.change_failed',
  'access.denied',
]);

/**
 * Writes each event as one JSON line of the log and into the table. Of what one credential and address repeats the table
 * keeps one event a minute, so that no client can push everything else out of it; the log has them all.
 */
@Injectable()
export class RecordedAuditLog extends AuditLog {
  private readonly uses = new RepeatedUses();
  private lines: Logger | undefined;

  constructor(
    private readonly store: AuditStore,
    private readonly metrics: Metrics,
  ) {
    super();
  }

  override record(entry: AuditEntry, request?: Request): void {
    const failure = authFailureOf(entry);
    if (failure !== undefined) this.metrics.authFailed(failure);
    const line = describe(entry, request);
    this.logger().info(line, entry.event);
    if (REPEATING.has(entry.event) && this.uses.isRepeat(useOf(line))) return;
    this.store.add(toRow(line));
  }

  /** Audit lines are written whatever level the log has, unless it is silent. They are no part of a request's line. */
  private logger(): Logger {
    if (this.lines === undefined) {
      const { root } = PinoLogger;
      this.lines = root.child(
        { audit: true },
        { level: root.level === 'silent' ? 'silent' : 'info' },
      );
    }
    return this.lines;
  }
}

type Line = ReturnType<typeof describe>;

function describe(entry: AuditEntry, request: Request | undefined) {
  const actor = entry.actor ?? request?.actor;
  return {
    event: entry.event,
    outcome: entry.outcome,
    reason: entry.reason,
    requestId: request && requestIdOf(request),
    actor: actor && { type: actor.type, id: actor.id, name: actor.name },
    keyId: entry.keyId ?? keyOf(request?.actor),
    ip: request && clientIp(request),
    method: request?.method,
    path: request && loggableUrl(request.originalUrl.split('?', 1)[0] ?? '').slice(0, MAX_TEXT),
    subject: entry.subject?.slice(0, MAX_TEXT),
  };
}

function toRow(line: Line): AuditRow {
  return {
    time: new Date().toISOString(),
    event: line.event,
    outcome: line.outcome,
    reason: line.reason ?? null,
    actor_type: line.actor?.type ?? null,
    actor_id: line.actor?.id ?? null,
    actor_name: line.actor?.name ?? null,
    key_id: line.keyId ?? null,
    ip: line.ip ?? null,
    method: line.method ?? null,
    path: line.path ?? null,
    subject: line.subject ?? null,
    request_id: line.requestId ?? null,
  };
}

function useOf({ event, reason, keyId, actor, ip }: Line): string {
  return [event, reason, keyId ?? actor?.id, ip].join(' ');
}

function keyOf(actor: Actor | undefined): string | undefined {
  return actor?.type === 'api-key' ? actor.keyId : undefined;
}
