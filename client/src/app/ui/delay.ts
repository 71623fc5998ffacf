import { DestroyRef, inject } from '@angular/core';

/** A wait before something is done, which is not done any more when what waits is gone. Made where things are injected. */
export class Delay {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  get isRunning(): boolean {
    return this.timer !== undefined;
  }

  /** Does it after so many ms, in place of what was to be done until now. */
  run(milliseconds: number, action: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      action();
    }, milliseconds);
  }
}
