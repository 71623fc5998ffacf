import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis, RedisOptions } from 'ioredis';
import { PatientRedis } from './patient-redis.js';
import { connectionOptions, type RedisAddress } from './redis-address.js';
import type { RedisServer } from './redis-server.js';
import { isDemoted, isOfHandshake, refusalOf } from './refusal.js';

const LONGEST_RETRY_MS = 2000;
/** A Redis that has refused one of our connections within this time is of no use: who was refused tries more often; ms. */
const REFUSED_MS = LONGEST_RETRY_MS + 1500;
/** How often it is looked whether an outage has ended, ms. */
const LOOK_MS = 1000;
/** A script that may write, as Redis (7) sees it, and so is refused when writing is; it writes nothing. */
const COULD_WRITE = '#!lua\nreturn 1';
/** Sends the command again when the connection is there again (ioredis, `reconnectOnError`). */
const ASK_AGAIN = 2;

/**
 * Makes connections to the product's Redis. A connection never gives up: it reconnects until it is closed,
 * and an outage is logged once, not once for every attempt. A Redis that refuses us, or all that is written, is away, too.
 */
@Injectable()
export class RedisConnections implements OnApplicationShutdown {
  private readonly logger = new Logger(RedisConnections.name);
  private readonly open = new Set<Redis>();
  /** What this outage has been told to be. */
  private readonly told = new Set<string>();
  private outage: string | undefined;
  private refusedAt = -Infinity;
  private looking: NodeJS.Timeout | undefined;
  private probe: Redis | undefined;
  private closed = false;

  constructor(
    private readonly address: RedisAddress,
    /** The embedded server; absent when the operator runs Redis. */
    private readonly server?: RedisServer,
  ) {}

  /** What Redis does while it is not available, in words that follow on its name and hold no secret. */
  get trouble(): string {
    return this.outage ?? 'does not answer';
  }

  /** A connection; it is closed with the process at the latest. Commands during an outage wait unless `options` say otherwise. */
  connect(options: RedisOptions = {}): Redis {
    const { enableReadyCheck = true } = options;
    let refused = false;
    const refuse = (refusal: string) => {
      this.refusedAt = performance.now();
      // What else fails on a connection that was refused, fails because of that.
      if (!refused) this.report(refusal);
      refused = true;
    };
    const client = new PatientRedis({
      ...connectionOptions(this.address),
      // Without the check a connection counts as made before it is refused: the attempts would begin anew each time.
      retryStrategy: (attempt) =>
        refused ? LONGEST_RETRY_MS : Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_RETRY_MS),
      reconnectOnError: (error) => {
        const refusal = isOfHandshake(error) ? undefined : refusalOf(error);
        if (refusal === undefined) return false;
        refuse(refusal);
        return enableReadyCheck ? isDemoted(error) : ASK_AGAIN;
      },
      ...options,
    });
    this.open.add(client);
    client.on('connect', () => (refused = false));
    client.on('error', (error) => {
      const refusal = refusalOf(error);
      if (refusal !== undefined) refuse(refusal);
      else if (!refused && !this.wasRefused()) this.report('does not answer');
    });
    client.on('ready', () => void this.isAvailable());
    return client;
  }

  /** Whether Redis answers now, lets us in and can be written to; at once, and never by throwing. */
  async isAvailable(): Promise<boolean> {
    if (this.closed) return false;
    // The first question waits for the connection; while one has been lost, nothing waits.
    this.probe ??= this.connect({ maxRetriesPerRequest: 0, commandTimeout: 1000 });
    if (this.probe.status === 'reconnecting') return false;
    try {
      await this.probe.eval(COULD_WRITE, 0);
    } catch {
      return false;
    }
    if (this.wasRefused()) return false;
    this.recover();
    return true;
  }

  /** Closes every connection, and only then the embedded server. */
  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearInterval(this.looking);
    for (const client of this.open) client.disconnect();
    await this.server?.stop();
  }

  /** Whether one of our connections has been refused just now. */
  private wasRefused(): boolean {
    return performance.now() - this.refusedAt < REFUSED_MS;
  }

  private report(outage: string): void {
    if (this.closed) return;
    this.outage = outage;
    this.looking ??= setInterval(() => void this.isAvailable(), LOOK_MS).unref();
    if (this.told.has(outage)) return;
    this.told.add(outage);
    this.logger.warn(`Redis ${outage}; the queue waits for it.`);
  }

  private recover(): void {
    if (this.outage === undefined) return;
    this.outage = undefined;
    this.told.clear();
    clearInterval(this.looking);
    this.looking = undefined;
    this.logger.log('Redis answers.');
  }
}
