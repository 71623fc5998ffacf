import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { answerWithin, PostgresPool } from './postgres-pool.js';

/** Holders at the same time in one process; others wait for one of them to be done. */
const MOST_HOLDERS = 8;
/** How long a holder waits for its connection when all are taken, ms. */
const PATIENCE_MS = 30_000;
/** How long what needs no waiting for a lock may take, ms. */
const ANSWER_TIMEOUT_MS = 5_000;

/** What is to be locked: by one alone, or together with others who share it. */
export interface LockRequest {
  readonly name: string;
  readonly mode: 'alone' | 'shared';
}

/**
 * Locks that hold among all processes on one Postgres (its advisory locks, by the digest of a name). A lock lives with its
 * connection, so it never outlives the process that took it, however that ends.
 */
export class AdvisoryLocks {
  private readonly pool: PostgresPool;

  constructor(url: string) {
    // Waiting for a lock is no slow statement.
    this.pool = new PostgresPool(url, {
      max: MOST_HOLDERS,
      statement_timeout: 0,
      connectionTimeoutMillis: PATIENCE_MS,
    });
  }

  /**
   * Does `work` under all these locks, for which it waits. They are taken in one order by everybody: nobody waits in a
   * circle.
   * @throws {DomainError} `unavailable`; the signal's reason, when it aborts while waiting; and what `work` throws.
   */
  async hold<T>(
    requests: readonly LockRequest[],
    work: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const client = await this.pool.connect();
    await take(client, requests, signal);
    try {
      return await work();
    } finally {
      await giveUp(client);
    }
  }

  /** Does `work` under a lock if that is free now; undefined while another has it. */
  async holdIfFree<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
    const client = await this.pool.connect();
    try {
      const { rows } = await answerWithin(
        ANSWER_TIMEOUT_MS,
        client,
        client.query<{ readonly taken: boolean }>(
          `select pg_try_advisory_lock(${keyOf(name)}) as taken`,
        ),
      );
      return rows[0]?.taken === true ? await work() : undefined;
    } finally {
      await giveUp(client);
    }
  }

  /** Closes the connections, which gives up every lock. */
  async end(): Promise<void> {
    await this.pool.end();
  }
}

/** Takes the locks, or gives the connection back and throws. */
async function take(
  client: PoolClient,
  requests: readonly LockRequest[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const statements = inOrder(requests).map(([key, mode]) =>
    mode === 'alone' ? `select pg_advisory_lock(${key})` : `select pg_advisory_lock_shared(${key})`,
  );
  let released = false;
  // The server gives up what a connection waits for, with the connection.
  const leave = () => {
    if (!released) client.release(true);
    released = true;
  };
  signal?.addEventListener('abort', leave, { once: true });
  try {
    signal?.throwIfAborted();
    await client.query(statements.join(';'));
    signal?.throwIfAborted();
  } catch (error) {
    leave();
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', leave);
  }
}

async function giveUp(client: PoolClient): Promise<void> {
  try {
    const unlocked = client.query('select pg_advisory_unlock_all()');
    await answerWithin(ANSWER_TIMEOUT_MS, client, unlocked);
    client.release();
  } catch {
    // Lost with its locks.
    client.release(true);
  }
}

/** Each key once, as the strictest of its requests says. */
function inOrder(
  requests: readonly LockRequest[],
): readonly (readonly [bigint, LockRequest['mode']])[] {
  const modes = new Map<bigint, LockRequest['mode']>();
  for (const { name, mode } of requests) {
    const key = keyOf(name);
    if (modes.get(key) !== 'alone') modes.set(key, mode);
  }
  return [...modes].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Postgres' locks are named by 64-bit integers; two names with one digest would only wait for each other. */
function keyOf(name: string): bigint {
  return createHash('sha256').update(`openinary ${name}`).digest().readBigInt64BE();
}
