import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Has the engine collect its garbage now, all of it, and hand the memory back to the system. A start leaves tens of
 * megabytes behind, which a process that is not busy yet would keep for hours.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as typeof globalThis.gc;
  setFlagsFromString('--no-expose-gc');
  // An ordinary collection keeps the pages for what is allocated next; the last resort gives them back.
  collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/**
 * Lets the heap double before all of it is looked through again. By itself V8 allows a tenth: under renders, which keep
 * little, that made collections the largest cost beside the picture (docs/performance.md).
 */
export function collectSeldom(): void {
  setFlagsFromString('--heap-growing-percent=100');
}
