import { Global, Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { CountingThrottlerStorage } from './counting-throttler-storage.js';
import { HitCounter } from './hit-counter.js';
import { MemoryHitCounter } from './memory-hit-counter.js';
import { RenderBudget } from './render-budget.js';
import { SignInLimits } from './sign-in-limits.js';

/** Where hits are counted. */
@Module({
  providers: [{ provide: HitCounter, useFactory: () => new MemoryHitCounter() }],
  exports: [HitCounter],
})
class HitCounterModule {}

/** The limits, and the counter behind them. */
@Global()
@Module({
  imports: [
    HitCounterModule,
    ThrottlerModule.forRootAsync({
      imports: [HitCounterModule],
      inject: [HitCounter],
      // The guard knows each credential's own limit; the throttler wants to be given one.
      useFactory: (counter: HitCounter) => ({
        throttlers: [{ limit: 100, ttl: 60_000 }],
        storage: new CountingThrottlerStorage(counter),
      }),
    }),
  ],
  providers: [RenderBudget, SignInLimits],
  exports: [HitCounterModule, ThrottlerModule, RenderBudget, SignInLimits],
})
export class RateLimitModule {}
