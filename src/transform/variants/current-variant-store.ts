import type { Readable } from 'node:stream';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import type { LocalFile } from '../../assets/object-store.js';
import type { VariantKey } from './variant-key.js';
import { VariantMemory } from './variant-memory.js';
import { VariantStore, type StoredVariant, type VariantFormat } from './variant-store.js';

/**
 * Keeps no variant of an asset that is not there any more.
 *
 * Who deletes or replaces an asset changes the store first and removes its variants then. A render that ends meanwhile
 * keeps its variant first and looks at the asset then: whichever comes later removes the variant.
 */
export class CurrentVariantStore extends VariantStore {
  constructor(
    private readonly kept: VariantStore,
    private readonly catalog: AssetCatalog,
    private readonly memory: VariantMemory,
  ) {
    super();
  }

  override get localBytes(): number {
    return this.kept.localBytes;
  }

  override get localFiles(): number {
    return this.kept.localFiles;
  }

  override find(key: VariantKey): Promise<StoredVariant | undefined> {
    return this.kept.find(key);
  }

  override readAll(variant: StoredVariant): Promise<Buffer | undefined> {
    return this.kept.readAll(variant);
  }

  override read(
    variant: StoredVariant,
    range?: { readonly start: number; readonly end: number },
  ): Promise<Readable | undefined> {
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

  override delete(variant: StoredVariant): Promise<void> {
    return this.kept.delete(variant);
  }

  override async deleteOf(path: AssetPath): Promise<number> {
    this.memory.clearOf(path);
    return this.kept.deleteOf(path);
  }

  override async clear(): Promise<number> {
    this.memory.clear();
    return this.kept.clear();
  }

  private async ifCurrent(variant: StoredVariant): Promise<StoredVariant> {
    const { source } = variant.key;
    if (source === undefined) return variant;
    const asset = await this.catalog.find(source.path);
    if (asset?.version !== source.version) await this.kept.delete(variant);
    return variant;
  }
}
