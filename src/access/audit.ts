import type { Request } from 'express';
import type { Actor } from './actor.js';

/** Everything that is written to the audit log. */
export const AUDIT_EVENTS = [
  'api_key.success',
  'api_key.failed',
  'api_key.created',
  'api_key.updated',
  'api_key.deleted',
  'api_key.rate_limited',
  'session.success',
  'session.rejected',
  'session.revoked',
  'sign_in.success',
  'sign_in.failed',
  'sign_in.rate_limited',
  'sign_out',
  'setup.completed',
  'password.changed',
  'password.change_failed',
  'upload.success',
  'upload.rejected',
  'asset.deleted',
  'asset.moved',
  'asset.visibility_changed',
  'access.denied',
  'backup.success',
  'backup.failed',
  'backup.downloaded',
  'restore.success',
] as const;

/** The name of a security event. */
export type AuditEvent = (typeof AUDIT_EVENTS)[number];

/** One security event. It never holds a secret, a whole key, a password or a cookie. */
export interface AuditEntry {
  readonly event: AuditEvent;
  readonly outcome: 'success' | 'failure';
  /** Why it failed, in a word or two; of a restore, what it withheld. */
  readonly reason?: string;
  /** Who did it; the request's actor when left out. */
  readonly actor?: Pick<Actor, 'type' | 'id' | 'name'>;
  /** The API key that was used, made or changed; that of the request's actor when left out. */
  readonly keyId?: string;
  /** What it was done to, such as an asset path. */
  readonly subject?: string;
}

/** Where security events are written: the log, and a bounded table that administrators read. It never throws. */
export abstract class AuditLog {
  /** Writes an event down. The request adds its id, address, method and path. */
  abstract record(entry: AuditEntry, request?: Request): void;
}
