import type { Writable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { UnknownAssetError } from '../../assets/asset.js';
import { ObjectStore } from '../../assets/object-store.js';
import { DomainError } from '../../errors/domain-error.js';
import type { ArchiveEntry } from './archive-entries.js';
import { Outlet } from './outlet.js';
import { ZipWriter } from './zip-writer.js';

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
      target.end();
    } finally {
      this.underWay -= 1;
    }
  }

  private async write(
    entries: AsyncIterable<ArchiveEntry>,
    target: Writable,
    signal: AbortSignal,
  ): Promise<void> {
    const zip = new ZipWriter(new Outlet(target));
    for await (const { path, name, stat } of entries) {
      signal.throwIfAborted();
      try {
        await zip.add({ name, ...stat }, this.store.pieces(path, signal));
      } catch (error) {
        // Deleted since it was found, and nothing of it has been written.
        if (!(error instanceof UnknownAssetError)) throw error;
      }
    }
    await zip.end();
  }
}
