import { Global, Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { Environment } from '../../config/environment.js';
import { RedisConnections } from '../../redis/redis-connections.js';
import { RedisModule } from '../../redis/redis.module.js';
import { CountingThrottlerStorage } from './counting-throttler-storage.js';
import { FallbackHitCounter } from './fallback-hit-counter.js';
import { HitCounter } from './hit-counter.js';
import { KeptHitCounter } from './kept-hit-counter.js';
import { MemoryHitCounter } from './memory-hit-counter.js';
import { RedisHitCounter } from './redis-hit-counter.js';
import { RenderBudget } from './render-budget.js';
import { SignInLimits } from './sign-in-limits.js';

/** A request does not wait for a Redis that is away: it is counted here instead. */
const IMPATIENT = {
  enableOfflineQueue: false,
  enableAutoPipelining: true,
  maxRetriesPerRequest: 0,
  commandTimeout: 250,
};

/** Where hits are counted: in the Redis that several processes share, or in the one process there is. */
@Module({
  imports: [RedisModule],
  providers: [
    {
      provide: HitCounter,
      inject: [Environment, RedisConnections],
      useFactory: (environment: Environment, redis: RedisConnections) =>
        environment.REDIS_URL === undefined
          ? new KeptHitCounter(environment)
          : new FallbackHitCounter(
              new RedisHitCounter(redis.connect(IMPATIENT)),
              new MemoryHitCounter(),
            ),
    },
  ],
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
