import { Injectable } from '@nestjs/common';
import type { LockRequest } from '../database/postgres/advisory-locks.js';
import { Database } from '../database/database.js';
import type { AssetPath } from './asset-path.js';

interface Claim {
  readonly paths: readonly string[];
  readonly released: Promise<unknown>;
}

/**
 * Puts the writers of a path in an order, so that any race has the outcome of one after the other. A folder's writer and
 * those of everything below it wait for each other. First come, first served, each waits only for earlier ones: no deadlock.
 * Where several processes share a database, its locks make it one order of them all.
 */
@Injectable()
export class WriteOrder {
  private readonly claims = new Set<Claim>();

  constructor(private readonly database: Database) {}

  /**
   * Does `work` when all earlier writers of these paths are done. It must not ask for a turn itself; `hold` makes the turn
   * last until something else has ended, too.
   * @throws the signal's reason, when it aborts while waiting, and what `work` throws.
   */
  async inTurn<T>(
    paths: readonly AssetPath[],
    work: (hold: (until: Promise<unknown>) => void) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
    const claim: Claim = { paths: paths.map(({ value }) => value), released };
    const earlier = [...this.claims].filter((other) => overlap(claim, other));
    this.claims.add(claim);
    const free = () => {
      this.claims.delete(claim);
      release(undefined);
    };
    try {
      for (const { released: turn } of earlier) await turn;
      signal?.throwIfAborted();
    } catch (error) {
      free();
      throw error;
    }
    const { promise: early, resolve: resolveEarly } = Promise.withResolvers<T>();
    const turn = async () => {
      const held: Promise<unknown>[] = [];
      const done = work((until) => held.push(until));
      await Promise.allSettled([done]);
      if (held.length > 0) resolveEarly(done);
      await Promise.allSettled(held);
      return done;
    };
    const { locks } = this.database;
    const whole = locks === undefined ? turn() : locks.hold(locksOf(paths), turn, signal);
    whole.then(free, free);
    return Promise.race([early, whole]);
  }
}

/** A writer has its path for itself, and shares each folder above with whoever writes elsewhere in it. */
function locksOf(paths: readonly AssetPath[]): readonly LockRequest[] {
  return paths.flatMap((path) => {
    const requests: LockRequest[] = [{ name: nameOf(path), mode: 'alone' }];
    for (let folder = path.folder; folder !== undefined; folder = folder.folder) {
      requests.push({ name: nameOf(folder), mode: 'shared' });
    }
    return requests;
  });
}

function nameOf(path: AssetPath): string {
  return `path ${path.value}`;
}

function overlap(one: Claim, other: Claim): boolean {
  return one.paths.some((a) => other.paths.some((b) => isAtOrBelow(a, b) || isAtOrBelow(b, a)));
}

function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
