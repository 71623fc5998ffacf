import type { ErrorCode } from './error-catalogue.js';

/** One thing that is wrong with a request: which parameter or field, what was given, what is allowed. */
export interface Violation {
  readonly parameter?: string;
  readonly field?: string;
  readonly value?: string;
  readonly message: string;
}

/** What an error may carry beside its code and its sentence. */
export interface DomainErrorOptions extends ErrorOptions {
  readonly violations?: readonly Violation[];
  /** Whole seconds after which asking again makes sense; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/**
 * A failure the product knows by name. It is thrown where it is noticed and becomes an HTTP problem in one place.
 * The message is read by clients: it never holds a library's words or a file-system path.
 */
export class DomainError extends Error {
  readonly violations: readonly Violation[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: DomainErrorOptions = {},
  ) {
    super(message, options);
    this.name = new.target.name;
    this.violations = options.violations;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
