import { pipeline } from 'node:stream/promises';
import type { Readable, Writable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ZipFile } from 'yazl';
import { ObjectStore } from '../../assets/object-store.js';
import { DomainError } from '../../errors/domain-error.js';
import type { ArchiveEntry } from './archive-entries.js';

/** Archives sent at the same time: each keeps a disk busy for as long as its client takes. */
const MOST_AT_ONCE = 8;
const RETRY_AFTER_SECONDS = 30;

/** Sends files as a ZIP that is made while it is sent; nothing of it is kept but the names. */
@Injectable()
export class Archives {
  private underWay = 0;

  constructor(private readonly store: ObjectStore) {}

  /**
   * Media are compressed already, so they are stored as they are; sizes beyond 4 GiB are written as ZIP64.
   * @throws {DomainError} `too-busy`, before anything is written.
   */
  async send(
    entries: AsyncIterable<ArchiveEntry>,
    target: Writable,
    signal: AbortSignal,
  ): Promise<void> {
    if (this.underWay >= MOST_AT_ONCE) {
      throw new DomainError('too-busy', 'Too many archives are being sent.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    this.underWay += 1;
    try {
      await this.write(entries, target, signal);
    } finally {
      this.underWay -= 1;
    }
  }

  private async write(
    entries: AsyncIterable<ArchiveEntry>,
    target: Writable,
    signal: AbortSignal,
  ): Promise<void> {
    const zip = new ZipFile();
    const stop = new AbortController();
    const sending = pipeline(zip.outputStream, target, { signal });
    const filling = this.fill(zip, entries, AbortSignal.any([signal, stop.signal]));
    try {
      await Promise.race([sending, filling.then(() => sending)]);
    } finally {
      // Whichever side failed, the other has nothing more to do.
      stop.abort();
      await Promise.allSettled([filling, sending]);
    }
  }

  private async fill(
    zip: ZipFile,
    entries: AsyncIterable<ArchiveEntry>,
    signal: AbortSignal,
  ): Promise<void> {
    for await (const { path, name, stat } of entries) {
      signal.throwIfAborted();
      const stream = await this.store.read(path, undefined, signal);
      const options = { compress: false, size: stat.size, mtime: stat.modifiedAt, mode: 0o100644 };
      await added(zip, stream, name, options);
    }
    zip.end();
  }
}

/** Resolves when the file has gone through, so that one is open at a time. */
function added(
  zip: ZipFile,
  stream: Readable,
  name: string,
  options: NonNullable<Parameters<ZipFile['addReadStream']>[2]>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.once('error', reject);
    stream.once('error', reject);
    stream.once('close', () => {
      zip.off('error', reject);
      resolve();
    });
    zip.addReadStream(stream, name, options);
  });
}
