import { signal } from '@angular/core';
import { toProblemError, type ProblemError } from './problem-error';

/** The sending of a form: whether it is under way, and why it failed the last time. */
export class Submission {
  private readonly underWay = signal(false);
  private readonly failure = signal<ProblemError | undefined>(undefined);

  /** Whether the work is being done. */
  readonly busy = this.underWay.asReadonly();
  /** What the form shows; undefined until the work has failed, and again while it is done once more. */
  readonly problem = this.failure.asReadonly();

  /** Does the work, unless it is being done; what it throws becomes the problem. */
  async run(work: () => Promise<void>): Promise<void> {
    if (this.underWay()) return;
    this.underWay.set(true);
    this.failure.set(undefined);
    try {
      await work();
    } catch (error) {
      this.failure.set(toProblemError(error));
    } finally {
      this.underWay.set(false);
    }
  }
}
