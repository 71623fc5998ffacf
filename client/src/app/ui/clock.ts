import { Service, signal } from '@angular/core';

const TICK_MS = 20_000;

/** The time of day, for everything that is told from now; it moves every 20 seconds. */
@Service()
export class Clock {
  private readonly time = signal(Date.now());

  /** ms since 1970. */
  readonly now = this.time.asReadonly();

  constructor() {
    setInterval(() => {
      if (!document.hidden) this.time.set(Date.now());
    }, TICK_MS);
  }
}
