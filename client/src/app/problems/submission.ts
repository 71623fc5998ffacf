import { signal } from '@angular/core';
import { toProblemError, type ProblemError } from './problem-error';

/** What a form or a button does: whether it is under way, and why it failed the last time. */
export class Submission {
  private readonly underWay = signal(false);
  private readonly failure = signal<ProblemError | undefined>(undefined);

  /** Whether the work is being done. */
  readonly busy = this.underWay.asReadonly();
  /** What is shown of it; undefined until the work has failed, and again while it is done once more. */
  readonly problem = this.failure.asReadonly();

  /** Where there is no place to show a problem, it is told with `tell`. */
  constructor(private readonly tell?: (problem: ProblemError) => void) {}

  /** Does the work, unless it is being done; what it throws becomes the problem. */
  async run(work: () => Promise<void>): Promise<void> {
    if (this.underWay()) return;
    this.underWay.set(true);
    this.failure.set(undefined);
    try {
      await work();
    } catch (error) {
      const problem = toProblemError(error);
      this.failure.set(problem);
      this.tell?.(problem);
    } finally {
      this.underWay.set(false);
    }
  }
}
