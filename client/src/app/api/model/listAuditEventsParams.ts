import type { ListAuditEventsEvent } from './listAuditEventsEvent.ts';

export type ListAuditEventsParams = {
/**
 * What has happened.
 */
event?: ListAuditEventsEvent;
/**
 * An actor's id or name.
 * @maxLength 200
 */
actor?: string;
/**
 * The API key that was used, made or changed.
 * @maxLength 64
 */
keyId?: string;
/**
 * Not before this time.
 * @maxLength 40
 */
from?: string;
/**
 * Before this time.
 * @maxLength 40
 */
to?: string;
/**
 * How many entries to give at once.
 * @minimum 1
 * @maximum 200
 */
limit?: number;
/**
 * `nextCursor` of the page before.
 * @minimum 1
 * @maximum 9007199254740991
 */
cursor?: number;
};
