import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { HitCounter } from './hit-counter.js';

type Verdict = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Gives the throttler our counter: over the limit means blocked until the window ends. */
@Injectable()
export class CountingThrottlerStorage implements ThrottlerStorage {
  constructor(private readonly counter: HitCounter) {}

  async increment(key: string, ttl: number, limit: number): Promise<Verdict> {
    const { count, resetSeconds } = await this.counter.hit(key, ttl / 1000);
    return {
      totalHits: count,
      timeToExpire: resetSeconds,
      isBlocked: count > limit,
      timeToBlockExpire: resetSeconds,
    };
  }
}
