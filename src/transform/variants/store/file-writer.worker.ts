import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { WriteOrder, WriteOutcome } from './file-writer.js';

const MOST_ATTEMPTS = 10;

/** Writes a file beside its place and moves it there whole. */
function write({ temporary, target, data }: WriteOrder): void {
  writeFileSync(temporary, data, { mode: 0o600 });
  for (let attempt = 1; ; attempt += 1) {
    try {
      renameSync(temporary, target);
      return;
    } catch (error) {
      const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!absent || attempt === MOST_ATTEMPTS) throw error;
      // The folder is not there yet, or is removed with its asset at this very moment.
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    }
  }
}

parentPort?.on('message', (order: WriteOrder) => {
  let outcome: WriteOutcome = { id: order.id };
  try {
    write(order);
  } catch (error) {
    // A thread's errors arrive elsewhere without their code.
    const { message, code }: NodeJS.ErrnoException =
      error instanceof Error ? error : new Error(String(error));
    outcome = { id: order.id, failure: { message, code } };
  }
  parentPort?.postMessage(outcome);
});
