import type { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AssetCatalog } from '../../../assets/asset-catalog.js';
import { AssetPath } from '../../../assets/asset-path.js';
import type { ByteRange, LocalFile } from '../../../assets/object-store.js';
import type { OpenSpan } from '../../../assets/local/open-span.js';
import type { Announcements } from '../../../redis/announcements.js';
import { VariantKey } from '../variant-key.js';
import { VariantMemory } from './variant-memory.js';
import {
  VariantStore,
  type ListedVariant,
  type StoredVariant,
  type VariantFormat,
  type VariantLook,
} from './variant-store.js';

/** What processes tell each other of variants that they have removed. */
const TOPIC = 'variants';
const EVERY_ASSET = '';
/** Removals that are remembered, for longer than any render takes; ms. */
const REMEMBERED_REMOVALS = 10_000;
const REMEMBERED_FOR = 3_600_000;
/** How long before its key was made an asset may have been looked at, ms. */
const AGE_OF_LOOK = 5_000;

/**
 * Keeps no variant of an asset that is not there any more.
 *
 * Who deletes or replaces an asset changes the store first and removes its variants then. A render that ends meanwhile
 * keeps its variant first and looks at the asset then: whichever comes later removes the variant. A process that is alone
 * knows of every removal, and looks only where there has been one since the render began.
 */
export class CurrentVariantStore extends VariantStore {
  private readonly logger = new Logger(CurrentVariantStore.name);
  /** Assets whose variants are being removed from this machine, and when that is done. */
  private readonly forgetting = new Map<string, Promise<void>>();
  /** When variants of an asset were removed last, by the asset's digest. */
  private readonly removals = new LRUCache<string, number>({
    max: REMEMBERED_REMOVALS,
    ttl: REMEMBERED_FOR,
  });

  constructor(
    private readonly kept: VariantStore,
    private readonly catalog: AssetCatalog,
    private readonly memory: VariantMemory,
    private readonly announcements: Announcements,
  ) {
    super();
    announcements.hear(TOPIC, (paths) => this.forgetAll(paths));
    announcements.missed.subscribe(() => this.memory.clear());
  }

  override get localBytes(): number {
    return this.kept.localBytes;
  }

  override get localFiles(): number {
    return this.kept.localFiles;
  }

  override async find(key: VariantKey, look?: VariantLook): Promise<StoredVariant | undefined> {
    // What is being removed here, because another process has removed it, is not found any more.
    await (this.forgetting.get(key.asset) ?? this.forgetting.get(EVERY_ASSET));
    return this.kept.find(key, look);
  }

  override readAll(variant: StoredVariant): Promise<Buffer | undefined> {
    return this.kept.readAll(variant);
  }

  override read(
    variant: StoredVariant,
    range?: ByteRange,
  ): Promise<Readable | OpenSpan | undefined> {
    return this.kept.read(variant, range);
  }

  override async put(key: VariantKey, format: VariantFormat, data: Buffer): Promise<StoredVariant> {
    return this.ifCurrent(await this.kept.put(key, format, data));
  }

  override async take(
    key: VariantKey,
    format: VariantFormat,
    file: string,
  ): Promise<StoredVariant> {
    return this.ifCurrent(await this.kept.take(key, format, file));
  }

  override localFile(variant: StoredVariant): Promise<LocalFile | undefined> {
    return this.kept.localFile(variant);
  }

  override listOf(path: AssetPath): Promise<readonly ListedVariant[]> {
    return this.kept.listOf(path);
  }

  override delete(variant: StoredVariant): Promise<void> {
    return this.kept.delete(variant);
  }

  override async deleteOf(path: AssetPath): Promise<number> {
    this.removals.set(VariantKey.assetDigest(path), performance.now());
    this.memory.clearOf(path);
    const count = await this.kept.deleteOf(path);
    await this.announcements.tell(TOPIC, [path.value]);
    return count;
  }

  /** What is remembered of them is not delivered: there is no asset. */
  override removeStrays(kept: (assetDigest: string) => boolean): Promise<number> {
    return this.kept.removeStrays(kept);
  }

  override async clear(): Promise<number> {
    this.memory.clear();
    const count = await this.kept.clear();
    await this.announcements.tell(TOPIC, []);
    return count;
  }

  override async forget(path: AssetPath | undefined): Promise<void> {
    if (path === undefined) this.memory.clear();
    else this.memory.clearOf(path);
    await this.kept.forget(path);
  }

  /** Another process has removed variants: of these paths, of all when none is named. */
  private async forgetAll(texts: readonly string[]): Promise<void> {
    const paths = texts.length === 0 ? [undefined] : texts.map((text) => AssetPath.parse(text));
    const work = this.forgetEach(paths);
    const assets = paths.map((path) => (path ? VariantKey.assetDigest(path) : EVERY_ASSET));
    for (const asset of assets) this.forgetting.set(asset, work);
    await work;
    for (const asset of assets)
      if (this.forgetting.get(asset) === work) this.forgetting.delete(asset);
  }

  private async forgetEach(paths: readonly (AssetPath | undefined)[]): Promise<void> {
    try {
      for (const path of paths) await this.forget(path);
    } catch (error) {
      // They are not delivered any more, and are evicted in time.
      this.logger.warn({
        msg: 'variants that another process has removed stay on the disk',
        err: error,
      });
    }
  }

  private mayHaveBeenRemoved({ asset, madeAt }: VariantKey): boolean {
    const removedAt = this.removals.get(asset) ?? -Infinity;
    return !this.announcements.isAlone || removedAt > madeAt - AGE_OF_LOOK;
  }

  private async ifCurrent(variant: StoredVariant): Promise<StoredVariant> {
    const { source } = variant.key;
    if (source === undefined || !this.mayHaveBeenRemoved(variant.key)) return variant;
    const asset = await this.catalog.find(source.path);
    if (asset?.version !== source.version) await this.kept.delete(variant);
    return variant;
  }
}
