import { Injectable } from '@nestjs/common';
import type { AssetPath } from './asset-path.js';

interface Claim {
  readonly paths: readonly string[];
  readonly released: Promise<unknown>;
}

/**
 * Puts the writers of a path in an order, so that any race has the outcome of one after the other. A folder's writer and
 * those of everything below it wait for each other. First come, first served, each waits only for earlier ones: no deadlock.
 */
@Injectable()
export class WriteOrder {
  private readonly claims = new Set<Claim>();

  /**
   * Does `work` when all earlier writers of these paths are done. It must not ask for a turn itself.
   * @throws the signal's reason, when it aborts while waiting, and what `work` throws.
   */
  async inTurn<T>(
    paths: readonly AssetPath[],
    work: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
    const claim: Claim = { paths: paths.map(({ value }) => value), released };
    const earlier = [...this.claims].filter((other) => overlap(claim, other));
    this.claims.add(claim);
    try {
      for (const { released: turn } of earlier) await turn;
      signal?.throwIfAborted();
      return await work();
    } finally {
      this.claims.delete(claim);
      release(undefined);
    }
  }
}

function overlap(one: Claim, other: Claim): boolean {
  return one.paths.some((a) => other.paths.some((b) => isAtOrBelow(a, b) || isAtOrBelow(b, a)));
}

function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
