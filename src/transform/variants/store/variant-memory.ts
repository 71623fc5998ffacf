import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { AssetPath } from '../../../assets/asset-path.js';
import { Environment } from '../../../config/environment.js';
import { VariantKey } from '../variant-key.js';
import type { StoredVariant } from './variant-store.js';

/** Larger variants are streamed from disk: one of them would push out many that are asked for more. */
const LARGEST_ENTRY = 1024 * 1024;
/** What an entry costs beside its bytes. */
const ENTRY_OVERHEAD = 512;

/** A variant with its bytes at hand. */
export interface HeldVariant {
  readonly variant: StoredVariant;
  readonly data: Buffer;
}

/** Keeps the bytes of small variants that are asked for often. */
@Injectable()
export class VariantMemory {
  private readonly entries: LRUCache<string, HeldVariant> | undefined;
  /** Of each asset the variants that are held, so that letting go of them does not cost a look at all there are. */
  private readonly variantsOf = new Map<string, Set<string>>();

  constructor({ CACHE_MEMORY_BYTES }: Environment) {
    if (CACHE_MEMORY_BYTES === 0) return;
    this.entries = new LRUCache({
      maxSize: CACHE_MEMORY_BYTES,
      sizeCalculation: ({ data }) => data.length + ENTRY_OVERHEAD,
      onInsert: ({ variant: { key } }) => this.note(key),
      dispose: ({ variant: { key } }, _name, reason) => {
        if (reason !== 'set') this.strike(key);
      },
    });
  }

  /** Whether a variant of that many bytes would be held. */
  holds(size: number): boolean {
    return this.entries !== undefined && size <= LARGEST_ENTRY;
  }

  /** The variant of a key, when it is held. */
  get(key: StoredVariant['key']): HeldVariant | undefined {
    return this.entries?.get(key.variant);
  }

  /** Holds a variant, unless it is too large. */
  add(held: HeldVariant): void {
    if (this.holds(held.data.length)) this.entries?.set(held.variant.key.variant, held);
  }

  /** Lets go of the variants of an asset. */
  clearOf(path: AssetPath): void {
    const variants = this.variantsOf.get(VariantKey.assetDigest(path)) ?? [];
    for (const variant of [...variants]) this.entries?.delete(variant);
  }

  /** Lets go of everything. */
  clear(): void {
    this.entries?.clear();
  }

  private note({ asset, variant }: VariantKey): void {
    const variants = this.variantsOf.get(asset);
    if (variants === undefined) this.variantsOf.set(asset, new Set([variant]));
    else variants.add(variant);
  }

  private strike({ asset, variant }: VariantKey): void {
    const variants = this.variantsOf.get(asset);
    variants?.delete(variant);
    if (variants?.size === 0) this.variantsOf.delete(asset);
  }
}
