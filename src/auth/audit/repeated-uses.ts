const INTERVAL_MS = 60_000;
const MAX_TRACKED = 10_000;

/** Tells the first use of a credential from an address in a minute from those that follow it. */
export class RepeatedUses {
  private readonly seen = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Whether the same was noted less than a minute ago; notes it otherwise. */
  isRepeat(use: string): boolean {
    const now = this.now();
    const last = this.seen.get(use);
    if (last !== undefined && now - last < INTERVAL_MS) return true;
    // Deleting first keeps the map in the order of time, so the first entry is the oldest.
    this.seen.delete(use);
    this.seen.set(use, now);
    if (this.seen.size > MAX_TRACKED) {
      const [oldest] = this.seen.keys();
      if (oldest !== undefined) this.seen.delete(oldest);
    }
    return false;
  }
}
