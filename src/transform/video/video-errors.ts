import { DomainError } from '../../errors/domain-error.js';

const RETRY_AFTER_SECONDS = 30;
const LONGEST_TAIL = 2000;

/** A run of ffmpeg that failed. Its last words are for the log: they may hold paths. */
export class VideoProgramError extends DomainError {
  /** What the program wrote last. */
  readonly tail: string;

  constructor(
    code: 'unprocessable-asset' | 'internal-error' | 'insufficient-storage',
    message: string,
    tail: string,
  ) {
    super(code, message);
    this.tail = tail.slice(-LONGEST_TAIL);
  }
}

/** The asset cannot be read as a video, or not within the limits. */
export function unprocessable(message: string): DomainError {
  return new DomainError('unprocessable-asset', message);
}

/** A program that is needed is not installed. */
export function missingProgram(name: string): DomainError {
  return new DomainError('unavailable', `Videos cannot be processed: ${name} is not installed.`, {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

/** The work took longer than it may. */
export function tookTooLong(): DomainError {
  return new DomainError('timed-out', 'The video took too long to process.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

/** Which failure the last words of a program that ended with an error mean. */
export function failureOf(tail: string, signal: NodeJS.Signals | undefined): VideoProgramError {
  if (/no space left on device|disk quota exceeded/i.test(tail)) {
    return new VideoProgramError('insufficient-storage', 'The disk is full.', tail);
  }
  if (signal === 'SIGXFSZ' || /file too large/i.test(tail)) {
    return new VideoProgramError(
      'unprocessable-asset',
      'The result is too large to be kept.',
      tail,
    );
  }
  if (signal !== undefined || /cannot allocate memory/i.test(tail)) {
    return new VideoProgramError(
      'internal-error',
      'The render was ended before it was done.',
      tail,
    );
  }
  return new VideoProgramError(
    'unprocessable-asset',
    'The video cannot be decoded: the file is damaged or not what its name says.',
    tail,
  );
}
