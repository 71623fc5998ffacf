import { DomainError } from '../errors/domain-error.js';

/** A while in which a passing trouble may have passed, seconds. */
const RETRY_AFTER = 5;

/** The store does not do what it should: it is away, denies access, or asks for fewer requests. */
export class StorageUnavailableError extends DomainError {
  constructor(message: string, cause?: unknown) {
    super('unavailable', message, { retryAfterSeconds: RETRY_AFTER, cause });
  }
}
