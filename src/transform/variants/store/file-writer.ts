import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** The thread lies beside this file and ends as this file does: compiled or not. What is not compiled can import no file of ours. */
const WRITER = new URL(`./file-writer.worker${extname(import.meta.url)}`, import.meta.url);

/** A file to write. */
export interface WriteOrder {
  readonly id: string;
  /** Where it is written, on the file system of `target`. */
  readonly temporary: string;
  /** Where it appears whole; its folder is made. */
  readonly target: string;
  readonly data: Uint8Array;
}

/** How it went. */
export interface WriteOutcome {
  readonly id: string;
  /** What the file system says. */
  readonly failure?: { readonly message: string; readonly code: string | undefined };
}

/**
 * Writes small files in a thread of its own. Opening, writing, closing and renaming one through libuv's pool wakes a
 * thread for each and the main thread after each; as one message it costs a third (docs/performance.md).
 */
export class FileWriter {
  private readonly waiting = new Map<string, PromiseWithResolvers<undefined>>();
  private worker: Worker | undefined;

  constructor(private readonly temporaryDirectory: string) {}

  /** Has `data` appear whole at `target`. @throws what the file system says. */
  async write(target: string, data: Uint8Array): Promise<void> {
    const id = randomUUID();
    const temporary = join(this.temporaryDirectory, id);
    const outcome = Promise.withResolvers<undefined>();
    this.waiting.set(id, outcome);
    this.worker ??= this.start();
    this.worker.ref();
    this.worker.postMessage({ id, temporary, target, data } satisfies WriteOrder);
    try {
      await outcome.promise;
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  private start(): Worker {
    const worker = new Worker(WRITER);
    worker.on('message', ({ id, failure }: WriteOutcome) => {
      const outcome = this.waiting.get(id);
      this.waiting.delete(id);
      // An idle writer does not keep the process.
      if (this.waiting.size === 0) worker.unref();
      if (failure === undefined) outcome?.resolve(undefined);
      else outcome?.reject(Object.assign(new Error(failure.message), { code: failure.code }));
    });
    const fail = (error: Error) => {
      // Told twice, of its failure and of its end; by then there may be another.
      if (this.worker === worker) this.fail(error);
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('The writing thread has ended.')));
    return worker;
  }

  /** Whoever waits is told; the next file has a new thread. */
  private fail(error: Error): void {
    this.worker = undefined;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const outcome of waiting) outcome.reject(error);
  }
}
