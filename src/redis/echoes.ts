/**
 * How long the others may take to say that they have heard, ms. Who takes longer stands still: it finds what was told
 * before any request that was made after it.
 */
const PATIENCE_MS = 500;

/** Who has heard what a process has told, itself included. */
export class Echoes {
  private readonly awaited = new Map<number, { count: number; onNoted?: () => void }>();
  private told = 0;
  /**
   * How many of how many said nothing the last time: a machine that died without a word, or another program. They are not
   * waited for again until one of them says something, or one comes or goes.
   */
  private silent = { count: 0, of: 0 };

  /** Counts the echoes of what is about to be told, which bear the number returned. */
  expect(): number {
    this.told += 1;
    this.awaited.set(this.told, { count: 0 });
    return this.told;
  }

  /** Takes note that somebody has heard. */
  note(number: number): void {
    const echoes = this.awaited.get(number);
    if (echoes === undefined) {
      this.silent = { count: 0, of: 0 };
      return;
    }
    echoes.count += 1;
    echoes.onNoted?.();
  }

  /** Is done when so many have heard it, or should have. */
  async all(number: number, listeners: number): Promise<void> {
    const echoes = this.awaited.get(number);
    if (echoes === undefined) return;
    const expected = listeners - (this.silent.of === listeners ? this.silent.count : 0);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.silent = { count: listeners - echoes.count, of: listeners };
        resolve();
      }, PATIENCE_MS);
      echoes.onNoted = () => {
        if (echoes.count < expected) return;
        clearTimeout(timer);
        resolve();
      };
      echoes.onNoted();
    });
    this.awaited.delete(number);
  }

  /** Nobody will hear it. */
  giveUp(number: number): void {
    this.awaited.delete(number);
  }
}
