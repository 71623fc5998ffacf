import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { orUndefined } from '../../../files/absence.js';

/** An eviction frees this share beyond what is needed, so that the next one is not due at once. */
const HEADROOM = 0.1;

interface CachedFile {
  readonly path: string;
  readonly size: number;
  readonly usedAt: number;
}

/** Holds a directory of disposable files below a number of bytes by removing those that were used longest ago. */
export class DiskBudget {
  private readonly logger = new Logger(DiskBudget.name);
  private bytes = 0;
  private count = 0;
  private evicting: Promise<number> | undefined;

  constructor(
    private readonly root: string,
    private readonly maxBytes: number,
    /** Told of every file that is removed, by its path. */
    private readonly onEvicted: (path: string) => void = () => undefined,
  ) {}

  /** Bytes in the directory, as far as they have been counted. */
  get size(): number {
    return this.bytes;
  }

  /** Files in the directory, as far as they have been counted. */
  get files(): number {
    return this.count;
  }

  /** Counts what lies there from before, in the background. */
  start(): void {
    void this.evictDownTo(this.maxBytes);
  }

  /** Takes note of bytes and files that came (or went, when negative). */
  add(bytes: number, files: number): void {
    this.bytes += bytes;
    this.count += files;
    if (this.bytes > this.maxBytes && this.evicting === undefined)
      void this.evictDownTo(this.maxBytes * (1 - HEADROOM));
  }

  /** Removes the files used longest ago until `target` bytes are left; returns how many went. */
  async evictDownTo(target: number): Promise<number> {
    // One at a time, and not one for the other: they may have different targets.
    const evicting = (this.evicting ?? Promise.resolve(0)).then(() => this.evict(target));
    this.evicting = evicting;
    const evicted = await evicting;
    if (this.evicting === evicting) this.evicting = undefined;
    return evicted;
  }

  private async evict(target: number): Promise<number> {
    let evicted = 0;
    try {
      const files: CachedFile[] = [];
      for await (const file of filesBelow(this.root)) files.push(file);
      this.bytes = files.reduce((sum, { size }) => sum + size, 0);
      this.count = files.length;
      files.sort((a, b) => a.usedAt - b.usedAt);
      for (const file of files) {
        if (this.bytes <= target) break;
        const removed = await orUndefined(unlink(file.path).then(() => true));
        this.onEvicted(file.path);
        // Gone since it was listed: who removed it has counted it.
        if (removed === undefined) continue;
        this.bytes -= file.size;
        this.count -= 1;
        evicted += 1;
      }
    } catch (error) {
      // The cache stays usable; the next addition tries again.
      this.logger.warn({ msg: 'cache eviction failed', err: error });
    }
    return evicted;
  }
}

/** What goes with its asset meanwhile, a file or a whole folder, is left out. */
async function* filesBelow(directory: string): AsyncGenerator<CachedFile> {
  const entries = (await orUndefined(readdir(directory, { withFileTypes: true }))) ?? [];
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    const stats = entry.isFile() ? await orUndefined(stat(path)) : undefined;
    if (stats === undefined) continue;
    yield { path, size: stats.size, usedAt: Math.max(stats.atimeMs, stats.mtimeMs) };
  }
}
