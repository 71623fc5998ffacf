import { totalmem } from 'node:os';

/** Bytes of memory that may be used here: the container's limit, or what the machine has where that is less. */
export function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
