import type { Redis } from 'ioredis';
import { HitCounter, type Hits } from './hit-counter.js';

const PREFIX = 'openinary:hits:';

/** Counts and gives a new window its end in one step, so that no crash leaves a counter that never ends. */
const HIT = `
local count = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return { count, left }`;

const UNDO = `
if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then redis.call('DECR', KEYS[1]) end
return 0`;

/** A connection that knows our scripts by name, so that their text is sent once. */
interface ScriptedRedis extends Redis {
  countHit(key: string, windowMs: number): Promise<unknown>;
  undoHit(key: string): Promise<unknown>;
}

/** Counts in Redis, for every process that shares it, and across restarts. */
export class RedisHitCounter extends HitCounter {
  private readonly redis: ScriptedRedis;

  constructor(redis: Redis) {
    super();
    redis.defineCommand('countHit', { numberOfKeys: 1, lua: HIT });
    redis.defineCommand('undoHit', { numberOfKeys: 1, lua: UNDO });
    // `defineCommand` has just added the methods, which its type does not say.
    this.redis = redis as ScriptedRedis;
  }

  /** @throws when Redis cannot be asked. */
  override async hit(key: string, windowSeconds: number): Promise<Hits> {
    const answer = await this.redis.countHit(PREFIX + key, windowSeconds * 1000);
    const [count, left] = Array.isArray(answer) ? (answer as readonly unknown[]) : [];
    if (typeof count !== 'number' || typeof left !== 'number') {
      throw new Error('Redis gave no count.');
    }
    return { count, resetSeconds: Math.ceil(left / 1000) };
  }

  /** @throws when Redis cannot be asked. */
  override async undo(key: string): Promise<void> {
    await this.redis.undoHit(PREFIX + key);
  }
}
