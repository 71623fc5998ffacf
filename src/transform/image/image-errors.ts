import { DomainError } from '../../errors/domain-error.js';

/** Seconds after which a render that took too long may be asked for again. */
const RETRY_AFTER_SECONDS = 30;

/** An image that can't be opened, or is not what it says. */
export function damagedImage(cause?: unknown): DomainError {
  return new DomainError(
    'unprocessable-asset',
    'The image is damaged, incomplete or of a kind that cannot be read.',
    { cause },
  );
}

/** An image of which nobody can say what is black and what is white. */
export function unreadableSamples(kind: string): DomainError {
  return new DomainError(
    'unprocessable-asset',
    `The image has samples of the type ${kind}; those of 8 and 16 bits without a sign are read, and RGB of 32-bit floats.`,
  );
}

/** An image that would take more memory to open than the server gives. */
export function tooManyPixels(pixels: number, allowed: number): DomainError {
  return new DomainError(
    'unprocessable-asset',
    `The image has ${pixels} pixels in all; ${allowed} are allowed.`,
  );
}

/** An animation with more frames than the server decodes. */
export function tooManyFrames(frames: number, allowed: number): DomainError {
  return new DomainError(
    'unprocessable-asset',
    `The animation has ${frames} frames; ${allowed} are allowed.`,
  );
}

/** A document of so many pages that finding one takes longer than drawing it. */
export function tooManyPages(pages: number, allowed: number): DomainError {
  return new DomainError(
    'unprocessable-asset',
    `The document has ${pages} pages; ${allowed} are allowed.`,
  );
}

/** Work that was given up: it ran out of time, or nobody waits for it any more. */
export function timedOut(cause?: unknown): DomainError {
  return new DomainError('timed-out', 'The image took too long to make.', {
    cause,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

/** A failure while a source was read, by name. What the decoder said stays in `cause`. */
export function readingFailure(error: unknown): DomainError {
  if (error instanceof DomainError) {
    return error;
  }
  const message = messageOf(error);
  if (/timeout:? ?\d*/i.test(message)) {
    return timedOut(error);
  }
  if (message.startsWith('Input file is missing')) {
    return new DomainError('unknown-asset', 'The asset is no longer there.', { cause: error });
  }
  return damagedImage(error);
}

/** A failure after the source had been read whole: no fault of the source. */
export function makingFailure(error: unknown): DomainError {
  if (error instanceof DomainError) {
    return error;
  }
  return /timeout/i.test(messageOf(error))
    ? timedOut(error)
    : new DomainError('internal-error', 'The image could not be made.', { cause: error });
}
