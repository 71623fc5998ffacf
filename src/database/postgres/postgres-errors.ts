import { DomainError } from '../../errors/domain-error.js';

const RETRY_AFTER_SECONDS = 2;

/** SQLSTATE classes and codes (PostgreSQL, appendix A) under which the server cannot be asked now. */
const AWAY = /^(08|53[023]|57P|55P03|25P03|25P04|XX)/;
/** What a client has sent cannot be a value of the column: a NUL character, a number out of range. */
const UNSTORABLE = new Set(['22021', '22P05', '22P02', '22003', '54000']);
const CONFLICTS = new Set(['40001', '40P01']);
const TOO_SLOW = '57014';
const DISK_FULL = '53100';
const TOO_MANY_CONNECTIONS = '53300';
/** What pg says, without a code, of a connection that was lost or never came to be. */
const LOST =
  /connection terminated|timeout exceeded|timeout expired|not queryable|client was closed/i;
/** What Node says of a socket: ECONNREFUSED, ENOTFOUND, ENOENT of a unix socket. */
const SOCKET = /^E[A-Z]+$/;

/** What a failure of Postgres is to the product; one that is a mistake of ours is handed on as it is. */
export function toDatabaseError(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const code = codeOf(thrown);
  if (code === DISK_FULL) {
    return new DomainError('insufficient-storage', 'The database has no room left.', {
      cause: thrown,
    });
  }
  if (code === TOO_SLOW)
    return new DomainError('timed-out', 'The database took too long.', { cause: thrown });
  if (UNSTORABLE.has(code)) {
    return new DomainError('invalid-request', 'A value holds what cannot be stored.', {
      cause: thrown,
    });
  }
  if (CONFLICTS.has(code)) return away('Others are changing the same.', thrown);
  if (AWAY.test(code) || SOCKET.test(code) || (code === '' && LOST.test(thrown.message)))
    return away('The database does not answer.', thrown);
  return thrown;
}

/** Whether the server refuses a connection because it has as many as it may. */
export function isServerFull(thrown: unknown): boolean {
  return thrown instanceof Error && codeOf(thrown) === TOO_MANY_CONNECTIONS;
}

function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  // A name with several addresses none of which answers.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return first instanceof Error ? codeOf(first) : '';
}

function away(sentence: string, cause: Error): DomainError {
  return new DomainError('unavailable', sentence, {
    cause,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
