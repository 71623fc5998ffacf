/**
 * Lets those who have much to do go on one at a time, each when the event loop has been round: requests that came meanwhile
 * are answered in between, however many steps of the work are ready at the same moment.
 */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];

  /** Resolves when it is the caller's turn; first come, first served. */
  pass(): Promise<void> {
    return new Promise((resolve) => {
      if (this.waiting.push(resolve) === 1) this.turn();
    });
  }

  private turn(): void {
    setImmediate(() => {
      this.waiting.shift()?.();
      if (this.waiting.length > 0) this.turn();
    });
  }
}
