import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LRUCache } from 'lru-cache';
import { orUndefined } from '../../files/absence.js';
import type { LocalFile } from '../object-store.js';

interface KeptCopy {
  readonly file: string;
  readonly size: number;
}

interface Download {
  readonly copy: Promise<KeptCopy | undefined>;
  readonly stop: AbortController;
  waiting: number;
}

/** Opens an object that is to be copied; undefined when it is not there any more. */
export type CopySource = (signal: AbortSignal) => Promise<Readable | undefined>;

/**
 * Copies of objects on this machine's disk, so that an original from which many variants are made is fetched once.
 * The ones used longest ago go; who holds one has a link of its own, which stays.
 */
export class LocalCopies {
  private readonly copies: LRUCache<string, KeptCopy>;
  private readonly downloads = new Map<string, Download>();

  constructor(
    private readonly directory: string,
    private readonly maxBytes: number,
  ) {
    this.copies = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ size }) => Math.max(1, size),
      dispose: ({ file }) => void rm(file, { force: true }),
    });
  }

  /**
   * A file with the bytes of an object.
   * @param id names the object and its revision: the same id always stands for the same bytes.
   * @returns undefined when `open` finds it no more.
   */
  async hold(
    id: string,
    size: number,
    open: CopySource,
    signal: AbortSignal | undefined,
  ): Promise<LocalFile | undefined> {
    if (size > this.maxBytes) return this.fetchOnce(size, open, signal);
    for (;;) {
      const copy = this.copies.get(id) ?? (await this.fetchTogether(id, size, open, signal));
      if (copy === undefined) return undefined;
      const path = join(this.directory, randomUUID());
      const linked = await orUndefined(link(copy.file, path).then(() => true));
      if (linked === true) return removedAfterUse(path);
      // It has been pushed out between the look and the link.
      if (this.copies.peek(id) === copy) this.copies.delete(id);
    }
  }

  /** Too large to keep. */
  private async fetchOnce(
    size: number,
    open: CopySource,
    signal: AbortSignal | undefined,
  ): Promise<LocalFile | undefined> {
    const copy = await this.fetch(size, open, signal ?? new AbortController().signal);
    return copy && removedAfterUse(copy.file);
  }

  /** One download for all who wait for it; it stops when the last of them has gone. */
  private async fetchTogether(
    id: string,
    size: number,
    open: CopySource,
    signal: AbortSignal | undefined,
  ): Promise<KeptCopy | undefined> {
    const download = this.downloads.get(id) ?? this.begin(id, size, open);
    download.waiting += 1;
    try {
      return await unlessAborted(download.copy, signal);
    } finally {
      download.waiting -= 1;
      if (download.waiting === 0) {
        if (this.downloads.get(id) === download) this.downloads.delete(id);
        download.stop.abort();
      }
    }
  }

  private begin(id: string, size: number, open: CopySource): Download {
    const stop = new AbortController();
    const copy = this.fetch(size, open, stop.signal).then((fetched) => {
      if (fetched !== undefined) this.copies.set(id, fetched);
      return fetched;
    });
    // Those who wait are told; when nobody does, nobody has to be.
    copy.catch(() => undefined);
    const download: Download = { copy, stop, waiting: 0 };
    this.downloads.set(id, download);
    return download;
  }

  private async fetch(
    size: number,
    open: CopySource,
    signal: AbortSignal,
  ): Promise<KeptCopy | undefined> {
    const bytes = await open(signal);
    if (bytes === undefined) return undefined;
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const file = join(this.directory, randomUUID());
    try {
      await pipeline(bytes, createWriteStream(file, { flags: 'wx', mode: 0o600 }), { signal });
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    return { file, size };
  }
}

function removedAfterUse(path: string): LocalFile {
  return { path, [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

async function unlessAborted<T>(outcome: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return outcome;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([outcome, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
