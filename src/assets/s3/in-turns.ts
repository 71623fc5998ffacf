import { Turnstile } from '../turnstile.js';

/** Of all that is done in turns in this process: to prepare a request to a bucket takes more than to answer one from memory. */
const turnstile = new Turnstile();

/**
 * Does work on all items, a few at the same time; the results are in the items' order. The first failure aborts what is
 * under way, and is thrown once nothing is.
 */
export async function inTurns<T, R>(
  items: Iterable<T>,
  atOnce: number,
  signal: AbortSignal | undefined,
  work: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const waiting = items[Symbol.iterator]();
  const failed = new AbortController();
  const inner = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  let count = 0;
  const worker = async () => {
    try {
      for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
        const index = count;
        count += 1;
        await turnstile.pass();
        inner.throwIfAborted();
        results[index] = await work(next.value, inner);
      }
    } catch (error) {
      // Only the first one counts: the others follow from it.
      failed.abort(error);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  inner.throwIfAborted();
  return results;
}
