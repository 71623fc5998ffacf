import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';

/** Takes the key, or holds it for longer, unless another has it. */
const HOLD = `local holder = redis.call('get', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2]) return 1`;
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

/** A key of Redis that one holder at a time has, for a term: who says nothing for so long has lost it. */
export class HeldKey {
  private readonly token = randomUUID();

  /** @param term ms. */
  constructor(
    private readonly client: Redis,
    private readonly key: string,
    private readonly term: number,
  ) {}

  /** Takes the key, or holds it for another term; false while another has it. @throws while Redis is away. */
  async hold(): Promise<boolean> {
    return (await this.client.eval(HOLD, 1, this.key, this.token, this.term)) === 1;
  }

  /** Gives the key up, unless another has it by now. Without Redis it ends by itself. */
  async release(): Promise<void> {
    await this.client.eval(RELEASE, 1, this.key, this.token).catch(() => undefined);
  }
}
