import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { connectionOptions, type RedisAddress } from './redis-address.js';
import type { RedisServer } from './redis-server.js';

const LONGEST_RETRY_MS = 2000;

/**
 * Makes connections to the product's Redis. A connection never gives up: it reconnects until it is closed,
 * and an outage is logged once, not once for every attempt.
 */
@Injectable()
export class RedisConnections implements OnApplicationShutdown {
  private readonly logger = new Logger(RedisConnections.name);
  private readonly open = new Set<Redis>();
  private away = false;
  private probe: Redis | undefined;

  constructor(
    private readonly address: RedisAddress,
    /** The embedded server; absent when the operator runs Redis. */
    private readonly server?: RedisServer,
  ) {}

  /** Options that reach this Redis, for libraries that connect by themselves. */
  options(): RedisOptions {
    return {
      ...connectionOptions(this.address),
      retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_RETRY_MS),
    };
  }

  /** A connection; it is closed with the process at the latest. Commands during an outage wait unless `options` say otherwise. */
  connect(options: RedisOptions = {}): Redis {
    const client = new Redis({ ...this.options(), ...options });
    this.open.add(client);
    client.on('error', () => this.report(true));
    client.on('ready', () => this.report(false));
    return client;
  }

  /** Whether Redis answers now; at once, and never by throwing. */
  async isAvailable(): Promise<boolean> {
    // The first question waits for the connection; while one has been lost, nothing waits.
    this.probe ??= this.connect({ maxRetriesPerRequest: 0, commandTimeout: 1000 });
    if (this.probe.status === 'reconnecting') return false;
    try {
      await this.probe.ping();
      return true;
    } catch {
      return false;
    }
  }

  /** Closes every connection, and only then the embedded server. */
  async onApplicationShutdown(): Promise<void> {
    for (const client of this.open) client.disconnect();
    await this.server?.stop();
  }

  private report(away: boolean): void {
    if (away === this.away) return;
    this.away = away;
    if (away) this.logger.warn('Redis does not answer; the queue waits for it.');
    else this.logger.log('Redis answers.');
  }
}
