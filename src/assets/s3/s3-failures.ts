import { S3ServiceException } from '@aws-sdk/client-s3';
import { StorageUnavailableError } from '../storage-unavailable.js';

export const NO_BUCKET = 'The storage has no bucket of the configured name.';

/** Whether S3 says that there is no such object (or no such upload). */
export function isAbsence(error: unknown): boolean {
  return statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket';
}

/** Whether a condition of the request did not hold: the object is there already, or another. */
export function isRefusedCondition(error: unknown): boolean {
  return statusOf(error) === 412;
}

/** Whether somebody else was writing the same key: the outcome has to be looked at. */
export function isConflict(error: unknown): boolean {
  return statusOf(error) === 409;
}

/** Whether there was nobody to connect to, or no answer in time: neither is said by the storage. */
export function isSilence(error: unknown): boolean {
  if (nameOf(error) === 'TimeoutError') return true;
  const syscall = error instanceof Error && 'syscall' in error ? error.syscall : undefined;
  return syscall === 'connect' || syscall === 'getaddrinfo';
}

/** Says in our own words what is wrong with the storage. The cause is for the log. */
export function toUnavailable(error: unknown): StorageUnavailableError {
  return error instanceof StorageUnavailableError
    ? error
    : new StorageUnavailableError(explain(error), error);
}

function explain(error: unknown): string {
  const name = nameOf(error);
  const status = statusOf(error);
  switch (name) {
    case 'NoSuchBucket':
      return NO_BUCKET;
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
    case 'InvalidToken':
    case 'ExpiredToken':
      return 'The storage does not accept the configured access key.';
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
      return 'The bucket lies in another region than the configured one.';
    case 'RequestTimeTooSkewed':
      return "The storage's clock and this server's differ too much.";
  }
  if (status === undefined) return 'The storage cannot be reached.';
  if (status === 401 || status === 403) return 'The storage denies access to the bucket.';
  if (status === 301 || status === 307)
    return 'The bucket lies at another address than the configured one.';
  if (status === 429 || status === 503) return 'The storage asks for fewer requests.';
  if (status === 501) return 'The storage lacks a feature that is needed: conditional writes.';
  return status >= 500 ? 'The storage failed.' : 'The storage refused a request.';
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
