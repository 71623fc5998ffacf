import type { ListAuditEventsEvent } from './listAuditEventsEvent.ts';

export type ListAuditEventsParams = {
event?: ListAuditEventsEvent;
/**
 * An actor's id or name.
 * @maxLength 200
 */
actor?: string;
/**
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
