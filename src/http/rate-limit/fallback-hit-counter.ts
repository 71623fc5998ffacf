import { Logger } from '@nestjs/common';
import { HitCounter, type Hits } from './hit-counter.js';

/** How often an unreachable counter is written about, ms. */
const LOG_INTERVAL_MS = 30_000;

/**
 * Counts in a shared store while that answers and in this process while it does not: a limiter that is down must not
 * take the service with it, and the limits still hold for each process.
 */
export class FallbackHitCounter extends HitCounter {
  private readonly logger = new Logger(FallbackHitCounter.name);
  private loggedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly shared: HitCounter,
    private readonly own: HitCounter,
  ) {
    super();
  }

  override async hit(key: string, windowSeconds: number): Promise<Hits> {
    try {
      return await this.shared.hit(key, windowSeconds);
    } catch (error) {
      this.complain(error);
      return this.own.hit(key, windowSeconds);
    }
  }

  override async undo(key: string): Promise<void> {
    try {
      await this.shared.undo(key);
    } catch (error) {
      this.complain(error);
      await this.own.undo(key);
    }
  }

  private complain(error: unknown): void {
    const now = performance.now();
    if (now - this.loggedAt < LOG_INTERVAL_MS) return;
    this.loggedAt = now;
    this.logger.warn({
      err: error,
      msg: 'rate limits are counted per process: the shared store is away',
    });
  }
}
