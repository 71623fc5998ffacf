/** How long a call may take, and on which connections it is sent. */
export interface CallLimit {
  /** Until an answer to one attempt begins, ms. */
  readonly attempt?: number;
  /** Until the answer is there, over all attempts, ms; of a read, until it begins. */
  readonly whole?: number;
  /** Where neither bounds it: how long the bucket may be silent to everybody before it is given up, ms. */
  readonly silence?: number;
  readonly connections: Connections;
}

/**
 * Connections that wait for each other: those of quick answers, those on which much is sent, and those that are held, by
 * who reads slowly or by work that takes long without a word.
 */
export type Connections = 'quick' | 'sending' | 'held';

/** How long a connection may stand still while bytes are to move, ms. */
export const SILENCE_MS = 10_000;

/** The limits of calls by what they ask for. */
export const CALL_LIMITS = {
  /** A look or a small change. The second attempt is for a connection that had died unseen. */
  brief: { attempt: 3_000, whole: 5_000, connections: 'quick' },
  /** A thousand keys, listed or removed. */
  page: { attempt: 8_000, whole: 12_000, connections: 'quick' },
  /** The beginning of an object's bytes; the rest comes as long as it moves. */
  read: { attempt: 3_000, whole: 5_000, connections: 'held' },
  /** Bytes that are sent: as long as they move. */
  bytes: { silence: 1_000, connections: 'sending' },
  /** Work within the storage, which may go on while nothing is to be heard of it. */
  work: { silence: 30_000, connections: 'held' },
} as const satisfies Readonly<Record<string, CallLimit>>;

/** A kind of call. */
export type CallKind = keyof typeof CALL_LIMITS;
