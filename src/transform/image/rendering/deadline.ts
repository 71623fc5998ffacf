import { timedOut } from '../image-errors.js';

/** When work must be done, and whether anybody still waits for it. */
export class Deadline {
  private readonly endsAt: number;

  /** `milliseconds` from now. */
  constructor(
    milliseconds: number,
    private readonly signal: AbortSignal,
  ) {
    this.endsAt = performance.now() + milliseconds;
  }

  /**
   * Whole seconds left, at least one.
   * @throws {DomainError} `timed-out` when there are none, or when nobody waits any more.
   */
  secondsLeft(): number {
    const left = this.endsAt - performance.now();
    if (this.signal.aborted || left <= 0) {
      throw timedOut(this.signal.reason);
    }
    return Math.ceil(left / 1000);
  }
}
