/** How often something has happened in its current window. */
export interface Hits {
  /** This one included. */
  readonly count: number;
  /** Seconds, rounded up, until the window ends and counting begins anew. */
  readonly resetSeconds: number;
}

/**
 * Counts what is limited. A window begins with its first hit and lasts as long as that hit said, so a caller below the
 * limit is never cut off, however steady.
 */
export abstract class HitCounter {
  /** Counts one hit of `key`, atomically. */
  abstract hit(key: string, windowSeconds: number): Promise<Hits>;

  /** Takes one hit of the current window back. */
  abstract undo(key: string): Promise<void>;
}
