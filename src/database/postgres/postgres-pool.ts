import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Pool, PoolClient, PoolConfig } from 'pg';
import { SERVICE_VERSION } from '../../config/version.js';
import { isServerFull, toDatabaseError } from './postgres-errors.js';

/** How long a connection may take to come about or to be free, on a busy machine; one that is refused fails at once. ms. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Before a connection is asked for again that the server had none left for, and up to twice that; ms. */
const RETRY_MS = 100;
/** Types of columns and sums (pg_type.dat), 64-bit integers and decimals: all of ours are below 2^53. */
const NUMBERS: ReadonlySet<number> = new Set([20, 1700]);

/** How a pool differs from another. */
export interface PoolOptions extends Pick<
  PoolConfig,
  'max' | 'statement_timeout' | 'connectionTimeoutMillis'
> {
  /** How long an answer may take before the connection is given up with it, ms; undefined for as long as it takes. */
  readonly answerTimeoutMillis?: number;
}

/**
 * Makes connections to a Postgres, of which it keeps a few. The driver is loaded with the first one: a server on SQLite
 * never needs it.
 */
export class PostgresPool {
  private readonly logger = new Logger(PostgresPool.name);
  private pool: Promise<Pool> | undefined;

  constructor(
    private readonly url: string,
    private readonly options: PoolOptions,
  ) {}

  /**
   * A connection, to be given back with `release`.
   * @throws {DomainError} `unavailable` when there is none to be had.
   */
  async connect(): Promise<PoolClient> {
    this.pool ??= this.open();
    const { connectionTimeoutMillis = CONNECT_TIMEOUT_MS, answerTimeoutMillis } = this.options;
    const until = performance.now() + connectionTimeoutMillis;
    for (;;) {
      try {
        return inOurTerms(await (await this.pool).connect(), answerTimeoutMillis);
      } catch (error) {
        if (!isServerFull(error) || performance.now() > until) throw toDatabaseError(error);
        // One of those that we have may be free in a moment, or somebody else's.
        await pause(RETRY_MS * (1 + Math.random()));
      }
    }
  }

  /** Closes every connection. */
  async end(): Promise<void> {
    const { pool } = this;
    this.pool = undefined;
    await (await pool)?.end();
  }

  private async open(): Promise<Pool> {
    const { default: pg } = await import('pg');
    const pool = new pg.Pool({
      connectionString: this.url,
      application_name: `openinary ${SERVICE_VERSION}`,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      types: {
        getTypeParser: (id, format): unknown =>
          NUMBERS.has(id) ? Number : pg.types.getTypeParser(id, format),
      },
      ...this.options,
    });
    // A connection that is lost while nobody uses it; the next one is made when it is needed.
    pool.on('error', (error) => this.logger.warn(`Postgres: ${error.message}`));
    return pool;
  }
}

const translated = new WeakSet<PoolClient>();

function inOurTerms(client: PoolClient, patience: number | undefined): PoolClient {
  if (translated.has(client)) return client;
  translated.add(client);
  // A connection that breaks while it is lent: its next statement fails, which is where it is dealt with.
  client.on('error', () => undefined);
  const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
  const inOurWords = async (...given: unknown[]) => {
    try {
      const answer = query(...given);
      return await (patience === undefined ? answer : answerWithin(patience, client, answer));
    } catch (error) {
      throw toDatabaseError(error);
    }
  };
  client.query = inOurWords as typeof client.query;
  return client;
}

/**
 * The answer of a connection, which is ended when the time is up, and the answer fails with it: a server that hangs, or is
 * cut off without a word, would leave it open for a quarter of an hour.
 */
export async function answerWithin<T>(
  milliseconds: number,
  client: PoolClient,
  answer: Promise<T>,
): Promise<T> {
  // With a statement under way it is cut off. The pool drops what has been ended.
  const timer = setTimeout(() => void client.end(), milliseconds);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
  }
}
