import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Has the engine collect its garbage now, all of it, and hand the memory back to the system. A start leaves tens of
 * megabytes behind, which a process that is not busy yet would keep for hours.
 */
export function collectGarbage(): void {
  // An ordinary collection keeps the pages for what is allocated next; the last resort gives them back.
  collector()?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/** Bytes of buffers that pass before those that are through are looked for. */
const PASSING = 16 * 1024 * 1024;
let passed = 0;

/**
 * Takes note of bytes that have passed through in buffers of their own. The engine does not see how large buffers are, and
 * lets 64 MiB of them pile up before it looks; a look at what is young takes a millisecond.
 */
export function notePassing(bytes: number): void {
  passed += bytes;
  if (passed < PASSING) return;
  passed = 0;
  collector()?.({ type: 'minor', execution: 'sync' });
}

let found: typeof globalThis.gc;

function collector(): typeof globalThis.gc {
  if (found !== undefined) return found;
  setFlagsFromString('--expose-gc');
  found = runInNewContext('gc') as typeof globalThis.gc;
  setFlagsFromString('--no-expose-gc');
  return found;
}

/**
 * Lets the heap double before all of it is looked through again. By itself V8 allows a tenth: under renders, which keep
 * little, that made collections the largest cost beside the picture (docs/performance.md).
 */
export function collectSeldom(): void {
  setFlagsFromString('--heap-growing-percent=100');
}
