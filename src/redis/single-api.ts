import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Environment } from '../config/environment.js';
import { StartupError } from '../config/startup-error.js';
import { RedisConnections } from './redis-connections.js';

const KEY = 'openinary:api-on-sqlite';
const TERM_MS = 6_000;
const RENEWAL_MS = 2_000;
/** A process that was killed is forgotten, and one that is just stopping has gone, within this time; ms. */
const PATIENCE_MS = TERM_MS + 2_000;
const RETRY_MS = 250;

/** Has the place, or has it for longer, unless another has it. */
const HOLD = `local holder = redis.call('get', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2]) return 1`;
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

/**
 * Sees to it that on SQLite one process alone answers requests: another on the same Redis would have accounts, keys and
 * an index of its own. Without Redis it cannot be known, and nothing is refused; it is told to Redis when that comes, so
 * that one that starts later is refused. One that stood still for so long that another has taken its place ends itself.
 */
@Injectable()
export class SingleApi implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('SingleApi');
  private readonly token = randomUUID();
  private readonly client: Redis | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    { ROLE, REDIS_URL, DATABASE_URL }: Environment,
    private readonly connections: RedisConnections,
  ) {
    if (ROLE === 'worker' || REDIS_URL === undefined || DATABASE_URL !== undefined) return;
    this.client = connections.connect({ maxRetriesPerRequest: 0, commandTimeout: 1_000 });
  }

  /** @throws {StartupError} while another process answers requests. */
  async onModuleInit(): Promise<void> {
    const { client } = this;
    if (client === undefined) return;
    const late = Date.now() + PATIENCE_MS;
    while ((await this.connections.isAvailable()) && !(await this.hold(client))) {
      if (Date.now() > late) {
        throw new StartupError(
          'another API process runs on this Redis, and the accounts are in SQLite, which one process has to itself; ' +
            'set DATABASE_URL to a Postgres to run several',
        );
      }
      await sleep(RETRY_MS);
    }
    this.timer = setInterval(() => void this.renew(client), RENEWAL_MS).unref();
  }

  /** While the connections are still open: the next process need not wait. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    await this.client?.eval(RELEASE, 1, KEY, this.token).catch(() => undefined);
  }

  /** Whether nobody else has the place, as far as can be known. */
  private async hold(client: Redis): Promise<boolean> {
    try {
      return (await client.eval(HOLD, 1, KEY, this.token, TERM_MS)) === 1;
    } catch {
      return true;
    }
  }

  private async renew(client: Redis): Promise<void> {
    if (await this.hold(client)) return;
    clearInterval(this.timer);
    this.logger.error({
      msg: 'another API process has started on this Redis while this one stood still, and the accounts are in SQLite: this one stops',
    });
    process.kill(process.pid, 'SIGTERM');
  }
}
