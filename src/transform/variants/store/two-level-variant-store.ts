import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LRUCache } from 'lru-cache';
import type { AssetPath } from '../../../assets/asset-path.js';
import type { ByteRange, LocalFile } from '../../../assets/object-store.js';
import type { OpenSpan } from '../../../assets/local/open-span.js';
import type { VariantKey } from '../variant-key.js';
import type { BucketVariants } from './bucket-variants.js';
import type { LocalVariantStore } from './local-variant-store.js';
import {
  VariantStore,
  type ListedVariant,
  type StoredVariant,
  type VariantFormat,
  type VariantLook,
} from './variant-store.js';

/** Variants up to this size come to the disk when they are read; larger ones, videos, are passed on. Bytes. */
const LARGEST_FETCHED = 32 * 1024 * 1024;
const REMEMBERED_VARIANTS = 10_000;
/** How long a variant is taken to be in the bucket without looking again, ms. */
const FRESH_FOR = 1_000;

/**
 * Keeps variants on this machine's disk and in the bucket that all machines share: what one of them has rendered, the
 * others fetch.
 */
export class TwoLevelVariantStore extends VariantStore {
  /** Variants that the bucket has and the disk had not. */
  private readonly remote = new LRUCache<string, StoredVariant>({
    max: REMEMBERED_VARIANTS,
    ttl: FRESH_FOR,
  });

  constructor(
    private readonly disk: LocalVariantStore,
    private readonly shared: BucketVariants,
    private readonly temporary: string,
  ) {
    super();
  }

  override get localBytes(): number {
    return this.disk.localBytes;
  }

  override get localFiles(): number {
    return this.disk.localFiles;
  }

  override async find(key: VariantKey, look?: VariantLook): Promise<StoredVariant | undefined> {
    if (look !== 'as-others') {
      const known = (await this.disk.find(key, look)) ?? this.remote.get(key.variant);
      if (known !== undefined) return known;
    }
    const variant = await this.shared.find(key);
    if (variant !== undefined) this.remote.set(key.variant, variant);
    return variant;
  }

  override async readAll(variant: StoredVariant): Promise<Buffer | undefined> {
    const data = await this.disk.readAll(variant);
    if (data !== undefined) return data;
    return (await this.fetch(variant)) ? this.disk.readAll(variant) : undefined;
  }

  override async read(
    variant: StoredVariant,
    range?: ByteRange,
  ): Promise<Readable | OpenSpan | undefined> {
    const stream = await this.disk.read(variant, range);
    if (stream !== undefined) return stream;
    if (variant.size > LARGEST_FETCHED) return this.shared.read(variant, range);
    return (await this.fetch(variant)) ? this.disk.read(variant, range) : undefined;
  }

  override async put(key: VariantKey, format: VariantFormat, data: Buffer): Promise<StoredVariant> {
    const [variant] = await Promise.all([
      this.disk.put(key, format, data),
      this.shared.put(key, format, data),
    ]);
    return variant;
  }

  override async take(
    key: VariantKey,
    format: VariantFormat,
    file: string,
  ): Promise<StoredVariant> {
    await this.shared.upload(key, format, file);
    return this.disk.take(key, format, file);
  }

  override async localFile(variant: StoredVariant): Promise<LocalFile | undefined> {
    const file = await this.disk.localFile(variant);
    if (file !== undefined) return file;
    return (await this.fetch(variant)) ? this.disk.localFile(variant) : undefined;
  }

  /** Those that have come to this machine: the bucket tells formats one object at a time only. */
  override listOf(path: AssetPath): Promise<readonly ListedVariant[]> {
    return this.disk.listOf(path);
  }

  override async delete(variant: StoredVariant): Promise<void> {
    this.remote.delete(variant.key.variant);
    await this.shared.delete(variant);
    await this.disk.delete(variant);
  }

  override async deleteOf(path: AssetPath): Promise<number> {
    this.remote.clear();
    const [shared, local] = await Promise.all([
      this.shared.deleteOf(path),
      this.disk.deleteOf(path),
    ]);
    // What lies on the disk lies in the bucket, too, unless it was away.
    return Math.max(shared, local);
  }

  override async removeStrays(kept: (assetDigest: string) => boolean): Promise<number> {
    const [shared, local] = await Promise.all([
      this.shared.removeStrays(kept),
      this.disk.removeStrays(kept),
    ]);
    return Math.max(shared, local);
  }

  override async clear(): Promise<number> {
    this.remote.clear();
    const [shared, local] = await Promise.all([this.shared.clear(), this.disk.clear()]);
    return Math.max(shared, local);
  }

  override async forget(path: AssetPath | undefined): Promise<void> {
    this.remote.clear();
    await this.disk.forget(path);
  }

  /** Brings a variant to the disk; whether the bucket still has it. */
  private async fetch(variant: StoredVariant): Promise<boolean> {
    const bytes = await this.shared.read(variant);
    if (bytes === undefined) {
      this.remote.delete(variant.key.variant);
      return false;
    }
    const file = join(this.temporary, randomUUID());
    try {
      await pipeline(bytes, createWriteStream(file, { mode: 0o600 }));
      await this.disk.take(variant.key, variant.format, file);
    } finally {
      await rm(file, { force: true });
    }
    return true;
  }
}
