import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { StartupError } from '../config/startup-error.js';
import { HeldKey } from './held-key.js';
import { RedisConnections } from './redis-connections.js';

const KEY = 'openinary:api-on-sqlite';
const TERM_MS = 6_000;
const RENEWAL_MS = 2_000;
/** A process that was killed is forgotten, and one that is just stopping has gone, within this time; ms. */
const PATIENCE_MS = TERM_MS + 2_000;
const RETRY_MS = 250;

/**
 * Sees to it that on SQLite one process alone answers requests: another on the same Redis would have accounts, keys and
 * an index of its own. Without Redis it cannot be known, and nothing is refused; it is told to Redis when that comes, so
 * that one that starts later is refused. One that stood still for so long that another has taken its place ends itself.
 */
@Injectable()
export class SingleApi implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('SingleApi');
  private readonly place: HeldKey | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    { ROLE, REDIS_URL, DATABASE_URL }: Environment,
    private readonly connections: RedisConnections,
  ) {
    if (ROLE === 'worker' || REDIS_URL === undefined || DATABASE_URL !== undefined) return;
    const client = connections.connect({ maxRetriesPerRequest: 0, commandTimeout: 1_000 });
    this.place = new HeldKey(client, KEY, TERM_MS);
  }

  /** @throws {StartupError} while another process answers requests. */
  async onModuleInit(): Promise<void> {
    const { place } = this;
    if (place === undefined) return;
    const late = Date.now() + PATIENCE_MS;
    while ((await this.connections.isAvailable()) && !(await isOurs(place))) {
      if (Date.now() > late) {
        throw new StartupError(
          'another API process runs on this Redis, and the accounts are in SQLite, which one process has to itself; ' +
            'set DATABASE_URL to a Postgres to run several',
        );
      }
      await sleep(RETRY_MS);
    }
    this.timer = setInterval(() => void this.renew(place), RENEWAL_MS).unref();
  }

  /** While the connections are still open: the next process need not wait. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    await this.place?.release();
  }

  private async renew(place: HeldKey): Promise<void> {
    if (await isOurs(place)) return;
    clearInterval(this.timer);
    this.logger.error({
      msg: 'another API process has started on this Redis while this one stood still, and the accounts are in SQLite: this one stops',
    });
    process.kill(process.pid, 'SIGTERM');
  }
}

/** Whether nobody else has the place, as far as can be known. */
async function isOurs(place: HeldKey): Promise<boolean> {
  return place.hold().catch(() => true);
}
