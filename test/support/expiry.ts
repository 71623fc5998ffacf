import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';

/**
 * Asks again and again for what is good up to a moment: what is asked before it may be answered with the one status, what
 * is answered after it must have the other.
 * @param ask gives the status of an answer.
 * @param endsAt the moment, ms since 1970.
 */
export async function expectToEnd(
  ask: () => Promise<number>,
  endsAt: number,
  [good, ended]: readonly [good: number, ended: number],
): Promise<void> {
  for (;;) {
    const askedAt = Date.now();
    const status = await ask();
    const answeredAt = Date.now();
    if (status === ended) {
      expect(answeredAt).toBeGreaterThanOrEqual(endsAt);
      return;
    }
    expect([status, askedAt < endsAt]).toEqual([good, true]);
    await sleep(50);
  }
}
