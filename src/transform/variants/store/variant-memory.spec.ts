import { describe, expect, it } from 'vitest';
import { AssetPath } from '../../../assets/asset-path.js';
import type { Asset } from '../../../assets/asset.js';
import { PNG } from '../../../assets/media-types.js';
import { Environment } from '../../../config/environment.js';
import { VariantKey } from '../variant-key.js';
import { VariantMemory } from './variant-memory.js';

describe('the memory of variants', () => {
  const memoryOf = (bytes: number) =>
    new VariantMemory(Object.assign(new Environment(), { CACHE_MEMORY_BYTES: bytes }));
  const assetAt = (path: string): Asset => ({
    path: AssetPath.parse(path),
    mediaType: PNG,
    size: 1,
    modifiedAt: new Date(0),
    version: 'v',
    visibility: 'public',
  });
  const held = (path: string, transformation: string, size = 10) => {
    const key = VariantKey.of(assetAt(path), transformation, 'png');
    return { variant: { key, format: 'png', size } as const, data: Buffer.alloc(size) };
  };

  it('lets go of all variants of one asset, and of no other', () => {
    const memory = memoryOf(1_000_000);
    const variants = ['w_1', 'w_2', 'w_3'].map((text) => held('a.png', text));
    const other = held('b.png', 'w_1');
    for (const one of [...variants, other, variants[0] ?? other]) memory.add(one);
    memory.clearOf(AssetPath.parse('a.png'));
    for (const { variant } of variants) expect(memory.get(variant.key)).toBeUndefined();
    expect(memory.get(other.variant.key)).toBe(other);
    memory.add(variants[1] ?? other);
    expect(memory.get(variants[1]?.variant.key ?? other.variant.key)).toBe(variants[1]);
    memory.clearOf(AssetPath.parse('a.png'));
    expect(memory.get(variants[1]?.variant.key ?? other.variant.key)).toBeUndefined();
  });

  it('still knows what it holds of an asset when it had to make room', () => {
    const memory = memoryOf(5_000);
    const variants = Array.from({ length: 50 }, (_, index) => held('a.png', `w_${index + 1}`, 500));
    for (const one of variants) memory.add(one);
    expect(variants.filter(({ variant }) => memory.get(variant.key)).length).toBeGreaterThan(0);
    memory.clearOf(AssetPath.parse('a.png'));
    expect(variants.filter(({ variant }) => memory.get(variant.key)).length).toBe(0);
  });
});
