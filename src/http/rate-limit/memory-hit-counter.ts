import { HitCounter, type Hits } from './hit-counter.js';

const MAX_KEYS = 100_000;

/** A window that has begun. */
export interface CountedWindow {
  readonly key: string;
  readonly count: number;
  /** ms since the epoch. */
  readonly endsAt: number;
}

interface Window {
  count: number;
  /** ms since the epoch. */
  readonly endsAt: number;
}

/** Counts in this process. The keys are bounded: where an attacker brings too many, the oldest are forgotten. */
export class MemoryHitCounter extends HitCounter {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly now: () => number = Date.now,
    private readonly maxKeys = MAX_KEYS,
  ) {
    super();
  }

  override hit(key: string, windowSeconds: number): Promise<Hits> {
    const now = this.now();
    let window = this.windows.get(key);
    if (window === undefined || window.endsAt <= now) {
      // Deleting first keeps the map in the order in which windows began.
      this.windows.delete(key);
      this.makeRoom(now);
      window = { count: 0, endsAt: now + windowSeconds * 1000 };
      this.windows.set(key, window);
    }
    window.count += 1;
    return Promise.resolve({
      count: window.count,
      resetSeconds: Math.ceil((window.endsAt - now) / 1000),
    });
  }

  override undo(key: string): Promise<void> {
    const window = this.windows.get(key);
    if (window !== undefined && window.count > 0) window.count -= 1;
    return Promise.resolve();
  }

  /** The windows that have not ended, the oldest first. */
  openWindows(): readonly CountedWindow[] {
    const now = this.now();
    return [...this.windows]
      .filter(([, { endsAt }]) => endsAt > now)
      .map(([key, { count, endsAt }]) => ({ key, count, endsAt }));
  }

  /** Takes up windows that `openWindows` told. */
  restore(windows: readonly CountedWindow[]): void {
    for (const { key, count, endsAt } of windows.slice(0, this.maxKeys)) {
      this.windows.set(key, { count, endsAt });
    }
  }

  private makeRoom(now: number): void {
    if (this.windows.size < this.maxKeys) return;
    for (const [key, { endsAt }] of this.windows) {
      if (endsAt <= now) this.windows.delete(key);
    }
    const [oldest] = this.windows.keys();
    if (this.windows.size >= this.maxKeys && oldest !== undefined) this.windows.delete(oldest);
  }
}
