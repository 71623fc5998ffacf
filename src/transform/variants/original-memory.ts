import { readFile } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { startVersion, versionOf } from '../../assets/asset-version.js';
import type { Asset } from '../../assets/asset.js';
import { orUndefined } from '../../files/absence.js';

/** A larger original takes so long to decode that reading it does not count. */
const LARGEST_ORIGINAL = 4 * 1024 * 1024;
const MOST_BYTES = 32 * 1024 * 1024;
const REMEMBERED_USES = 1_000;

/**
 * Keeps the bytes of small originals from which more than one variant is made: a page asks for a picture in many sizes,
 * and each would look for its file, open it and read it in pieces of 4 KiB.
 */
export class OriginalMemory {
  private readonly used = new LRUCache<string, true>({ max: REMEMBERED_USES });
  private readonly held = new LRUCache<string, Buffer>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ length }) => Math.max(1, length),
  });

  /** The bytes of an asset, when they are held. */
  get({ version }: Asset): Buffer | undefined {
    return this.held.get(version);
  }

  /** Reads an asset's file when it is not the first time that it is used; undefined otherwise. */
  async readAgain({ version, size }: Asset, file: string): Promise<Buffer | undefined> {
    if (size > LARGEST_ORIGINAL) return undefined;
    if (!this.used.has(version)) {
      this.used.set(version, true);
      return undefined;
    }
    const data = await orUndefined(readFile(file));
    // Gone since it was looked at, or replaced: these are the bytes of another version.
    if (data === undefined || versionOf(startVersion().update(data)) !== version) return undefined;
    this.held.set(version, data);
    return data;
  }
}
