import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { AssetPath } from '../../../assets/asset-path.js';
import type { ByteRange, LocalFile } from '../../../assets/object-store.js';
import { OpenSpan } from '../../../assets/local/open-span.js';
import { Environment } from '../../../config/environment.js';
import { hasCode, orUndefined } from '../../../files/absence.js';
import { VariantKey } from '../variant-key.js';
import { DiskBudget } from './disk-budget.js';
import { FileWriter } from './file-writer.js';
import {
  VariantStore,
  type ListedVariant,
  type StoredVariant,
  type VariantFormat,
  type VariantLook,
} from './variant-store.js';

const REMEMBERED_VARIANTS = 50_000;
const REMEMBERED_FOLDERS = 10_000;
/** How long a listing holds where other processes may put variants into the folder, ms. */
const LISTED_FOR = 250;
/** The use of a variant is written down at most this often, ms. */
const TOUCH_INTERVAL = 3_600_000;

interface Known {
  readonly variant: StoredVariant;
  /** Unix time, ms; undefined for a file that nobody has looked at since it was listed. */
  readonly touchedAt: number | undefined;
}

/**
 * Keeps variants as files in one folder an asset: `{2 characters}/{asset digest}/{variant digest}.{size}.{format}`.
 *
 * The size in the name replaces an fsync: a file that lost its end to a power cut does not have it, and counts as absent.
 */
@Injectable()
export class LocalVariantStore extends VariantStore implements OnApplicationBootstrap {
  private readonly root: string;
  private readonly temporary: string;
  private readonly writer: FileWriter;
  private readonly known = new LRUCache<string, Known>({
    max: REMEMBERED_VARIANTS,
    dispose: ({ variant }, _key, reason) => {
      if (reason !== 'set') this.listed.delete(variant.key.asset);
    },
  });
  /** Folders whose every variant is known, so that what is not known does not exist there. */
  private readonly listed: LRUCache<string, true>;
  private readonly budget: DiskBudget;

  constructor(environment: Environment) {
    super();
    this.root = environment.cacheDirectory;
    this.temporary = environment.temporaryDirectory;
    this.writer = new FileWriter(this.temporary);
    this.listed = new LRUCache({
      max: REMEMBERED_FOLDERS,
      ...(environment.REDIS_URL !== undefined && { ttl: LISTED_FOR }),
    });
    this.budget = new DiskBudget(this.root, environment.CACHE_MAX_BYTES, (path) => {
      const [variant = ''] = basename(path).split('.');
      this.known.delete(variant);
    });
  }

  override get localBytes(): number {
    return this.budget.size;
  }

  override get localFiles(): number {
    return this.budget.files;
  }

  onApplicationBootstrap(): void {
    this.budget.start();
  }

  override async find(
    key: VariantKey,
    look: VariantLook = 'once',
  ): Promise<StoredVariant | undefined> {
    if (look !== 'once') this.listed.delete(key.asset);
    if (look === 'as-others') this.known.delete(key.variant);
    if (!this.known.has(key.variant) && !this.listed.has(key.asset)) await this.list(key.asset);
    const known = this.known.get(key.variant);
    return known !== undefined && (await this.isIntact(known)) ? known.variant : undefined;
  }

  override async readAll(variant: StoredVariant): Promise<Buffer | undefined> {
    const data = await orUndefined(readFile(this.locate(variant)));
    if (data?.length === variant.size) return data;
    this.known.delete(variant.key.variant);
    return undefined;
  }

  override async read(variant: StoredVariant, range?: ByteRange): Promise<OpenSpan | undefined> {
    const { start, end } = range ?? { start: 0, end: variant.size - 1 };
    const span = await orUndefined(OpenSpan.open(this.locate(variant), start, end));
    if (span !== undefined) return span;
    this.known.delete(variant.key.variant);
    return undefined;
  }

  override async put(key: VariantKey, format: VariantFormat, data: Buffer): Promise<StoredVariant> {
    const variant: StoredVariant = { key, size: data.length, format };
    await this.writer.write(this.locate(variant), data);
    return this.noteKept(variant);
  }

  override async take(
    key: VariantKey,
    format: VariantFormat,
    file: string,
  ): Promise<StoredVariant> {
    const { size } = await stat(file);
    const variant: StoredVariant = { key, size, format };
    const target = this.locate(variant);
    try {
      await rename(file, target);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(file, target);
    }
    return this.noteKept(variant);
  }

  private noteKept(variant: StoredVariant): StoredVariant {
    this.known.set(variant.key.variant, { variant, touchedAt: Date.now() });
    this.budget.add(variant.size, 1);
    return variant;
  }

  override async localFile(variant: StoredVariant): Promise<LocalFile | undefined> {
    const path = this.locate(variant);
    const stats = await orUndefined(stat(path));
    if (stats?.size !== variant.size) return undefined;
    return { path, [Symbol.asyncDispose]: () => Promise.resolve() };
  }

  override async listOf(path: AssetPath): Promise<readonly ListedVariant[]> {
    const folder = this.folderOf(VariantKey.assetDigest(path));
    const names = (await orUndefined(readdir(folder))) ?? [];
    const listed = await Promise.all(
      names.map(async (name) => {
        const [, size, format] = name.split('.');
        const stats = await orUndefined(stat(join(folder, name)));
        if (stats?.size !== Number(size) || format === undefined) return [];
        return [{ format: format as VariantFormat, size: stats.size, madeAt: stats.mtime }];
      }),
    );
    return listed.flat().sort((one, other) => other.madeAt.getTime() - one.madeAt.getTime());
  }

  override async delete(variant: StoredVariant): Promise<void> {
    this.known.delete(variant.key.variant);
    const removed = await orUndefined(unlink(this.locate(variant)).then(() => true));
    if (removed === true) this.budget.add(-variant.size, -1);
  }

  override deleteOf(path: AssetPath): Promise<number> {
    return this.deleteFolder(VariantKey.assetDigest(path));
  }

  override async removeStrays(kept: (assetDigest: string) => boolean): Promise<number> {
    let count = 0;
    for (const shelf of (await orUndefined(readdir(this.root))) ?? []) {
      const assets = (await orUndefined(readdir(join(this.root, shelf)))) ?? [];
      for (const asset of assets) if (!kept(asset)) count += await this.deleteFolder(asset);
    }
    return count;
  }

  private async deleteFolder(asset: string): Promise<number> {
    // Out of the way in one step: a render that ends meanwhile makes the folder anew.
    const folder = join(this.temporary, randomUUID());
    const found = rename(this.folderOf(asset), folder).then(() => true);
    if ((await orUndefined(found)) === undefined) return 0;
    const names = (await orUndefined(readdir(folder))) ?? [];
    for (const name of names) {
      const [variant, size] = name.split('.');
      this.known.delete(variant ?? '');
      this.budget.add(-Number(size), -1);
    }
    await rm(folder, { recursive: true, force: true });
    return names.length;
  }

  override async clear(): Promise<number> {
    this.known.clear();
    return this.budget.evictDownTo(0);
  }

  override async forget(path: AssetPath | undefined): Promise<void> {
    await (path === undefined ? this.clear() : this.deleteOf(path));
  }

  /** Gets to know every variant of an asset. */
  private async list(asset: string): Promise<void> {
    const names = (await orUndefined(readdir(this.folderOf(asset)))) ?? [];
    // Marked first: whatever of it is forgotten from here on takes the mark away.
    this.listed.set(asset, true);
    for (const name of names) {
      const [variant, size, format] = name.split('.');
      if (variant === undefined || size === undefined || format === undefined) continue;
      if (this.known.has(variant)) continue;
      const key = VariantKey.stored(asset, variant);
      const stored = { key, size: Number(size), format: format as VariantFormat };
      this.known.set(variant, { variant: stored, touchedAt: undefined });
    }
  }

  /** Whether a known variant is there with all its bytes; notes that it is used. */
  private async isIntact({ variant, touchedAt }: Known): Promise<boolean> {
    let usedAt = touchedAt;
    if (usedAt === undefined) {
      const stats = await orUndefined(stat(this.locate(variant)));
      if (stats?.size !== variant.size) {
        this.known.delete(variant.key.variant);
        return false;
      }
      usedAt = stats.atimeMs;
    }
    const now = Date.now();
    const due = now - usedAt >= TOUCH_INTERVAL;
    this.known.set(variant.key.variant, { variant, touchedAt: due ? now : usedAt });
    if (due) await orUndefined(utimes(this.locate(variant), now / 1000, now / 1000));
    return true;
  }

  private folderOf(asset: string): string {
    return join(this.root, asset.slice(0, 2), asset);
  }

  private locate({ key, size, format }: StoredVariant): string {
    return join(this.folderOf(key.asset), `${key.variant}.${size}.${format}`);
  }
}
