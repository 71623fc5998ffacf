import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { HeldKey } from './held-key.js';
import type { RedisConnections } from './redis-connections.js';

const PREFIX = 'openinary:lease:';
/** A holder that says nothing for this long is dead, and another takes over; ms. */
const TERM_MS = 5_000;
const RENEWAL_MS = 1_500;
/** How often who waits tries, ms. */
const TRY_MS = 20;
/** A Redis that is slower than this is taken to be away, ms. */
const PATIENCE_MS = 1_000;

/** Work that several processes may be asked for at the same time, and one of them does. */
export interface SharedWork<T> {
  /** What another has made of it in the meantime. */
  readonly look: () => Promise<T | undefined>;
  readonly work: () => Promise<T>;
}

/**
 * Leases of names among the processes that share a Redis, so that the same work is done once. They save work and guard
 * nothing: while Redis is away, or where there is one process, everybody works.
 */
export class Leases {
  private constructor(private readonly client: Redis | undefined) {}

  /** Among the processes that share a Redis. */
  static among(connections: RedisConnections): Leases {
    const client = connections.connect({
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: PATIENCE_MS,
    });
    return new Leases(client);
  }

  /** Whether others may do the same work. */
  get areShared(): boolean {
    return this.client !== undefined;
  }

  /** Of a process that shares nothing. */
  static ofOneAlone(): Leases {
    return new Leases(undefined);
  }

  /**
   * Does the work, or waits while another process does it and looks then. Should that one die, or fail, its place is taken.
   * @throws the signal's reason, when it aborts while waiting, and what `work` throws.
   */
  async once<T>(name: string, { look, work }: SharedWork<T>, signal: AbortSignal): Promise<T> {
    // Who was before us may have left what we want.
    const lookOrWork = async () => (await look()) ?? work();
    const { client } = this;
    if (client === undefined) return lookOrWork();
    const lease = new HeldKey(client, PREFIX + name, TERM_MS);
    for (;;) {
      const taken = await take(lease);
      if (taken === 'away') return lookOrWork();
      if (taken === 'mine') return holding(lease, lookOrWork);
      await sleep(TRY_MS * (1 + Math.random()), undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
    }
  }
}

async function take(lease: HeldKey): Promise<'mine' | 'taken' | 'away'> {
  try {
    return (await lease.hold()) ? 'mine' : 'taken';
  } catch {
    return 'away';
  }
}

async function holding<T>(lease: HeldKey, work: () => Promise<T>): Promise<T> {
  const renewal = setInterval(() => void lease.hold().catch(() => undefined), RENEWAL_MS);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    void lease.release();
  }
}
