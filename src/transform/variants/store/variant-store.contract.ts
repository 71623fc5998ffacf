import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  temporaryDirectory,
  type TemporaryDirectory,
} from '../../../../test/support/temporary-directory.js';
import { AssetPath } from '../../../assets/asset-path.js';
import type { Asset } from '../../../assets/asset.js';
import { PNG } from '../../../assets/media-types.js';
import { OpenSpan } from '../../../assets/local/open-span.js';
import { VariantKey } from '../variant-key.js';
import type { VariantStore } from './variant-store.js';

/** The asset whose variants the tests keep. */
export const VARIANT_PATH = AssetPath.parse('photos/a.jpg');

/** The key of one of its variants. */
export function variantKey(transformation: string, path = VARIANT_PATH): VariantKey {
  const asset: Asset = {
    path,
    mediaType: PNG,
    size: 1,
    modifiedAt: new Date(0),
    version: 'v1',
    visibility: 'public',
  };
  return VariantKey.of(asset, transformation, 'webp');
}

/**
 * What every variant store does; each adapter runs it.
 * @param create opens a store on a directory, with what was kept from there before.
 */
export function describeVariantStore(
  name: string,
  create: (directory: string) => Promise<VariantStore>,
): void {
  describe(`${name} as a variant store`, () => {
    const bytes = Buffer.from('the bytes of a variant');
    let directory: TemporaryDirectory;
    let store: VariantStore;
    beforeEach(async () => {
      directory = await temporaryDirectory();
      store = await create(directory.path);
    });
    afterEach(() => directory[Symbol.asyncDispose]());

    it('gives back what it was given, after a restart too', async () => {
      const key = variantKey('w_1');
      expect(await store.find(key)).toBeUndefined();
      await store.put(key, 'webp', bytes);
      for (const each of [store, await create(directory.path)]) {
        const found = await each.find(key);
        expect(found).toMatchObject({ size: bytes.length, format: 'webp' });
        expect(found && (await each.readAll(found))).toEqual(bytes);
        const part = found && (await each.read(found, { start: 4, end: 8 }));
        expect(part && (await bytesOf(part)).toString()).toBe('bytes');
        await using file = found && (await each.localFile(found));
        expect(file?.path).toBeTypeOf('string');
      }
    });

    it('tells the variants of an asset apart, and misses what was not made', async () => {
      await store.put(variantKey('w_1'), 'webp', bytes);
      await store.put(variantKey('w_2'), 'png', Buffer.from('other'));
      const again = await create(directory.path);
      expect(await again.find(variantKey('w_3'))).toBeUndefined();
      expect(await again.find(variantKey('w_2'))).toMatchObject({ size: 5, format: 'png' });
      expect(await again.find(variantKey('w_1'))).toMatchObject({ size: bytes.length });
    });

    it('removes one variant, all of an asset, and all', async () => {
      const one = await store.put(variantKey('w_1'), 'webp', bytes);
      await store.delete(one);
      expect(await store.find(variantKey('w_1'))).toBeUndefined();
      await store.put(variantKey('w_1'), 'webp', bytes);
      await store.put(variantKey('w_2'), 'webp', bytes);
      const other = AssetPath.parse('photos/b.jpg');
      await store.put(variantKey('w_1', other), 'webp', bytes);
      expect(await store.deleteOf(VARIANT_PATH)).toBe(2);
      expect(await store.find(variantKey('w_1'))).toBeUndefined();
      expect(await store.find(variantKey('w_1', other))).toBeDefined();
      expect(await store.clear()).toBe(1);
      expect(await store.find(variantKey('w_1', other))).toBeUndefined();
    });

    it('removes what no asset is left of', async () => {
      const other = AssetPath.parse('photos/b.jpg');
      await store.put(variantKey('w_1'), 'webp', bytes);
      await store.put(variantKey('w_1', other), 'webp', bytes);
      await store.put(variantKey('w_2', other), 'webp', bytes);
      const kept = VariantKey.assetDigest(VARIANT_PATH);
      expect(await store.removeStrays((asset) => asset === kept)).toBe(2);
      expect(await store.find(variantKey('w_1', other))).toBeUndefined();
      expect(await store.find(variantKey('w_1'))).toBeDefined();
      expect(await store.removeStrays((asset) => asset === kept)).toBe(0);
    });

    it('lists what was made of an asset', async () => {
      expect(await store.listOf(VARIANT_PATH)).toEqual([]);
      await store.put(variantKey('w_1'), 'webp', bytes);
      await store.put(variantKey('w_1', AssetPath.parse('photos/b.jpg')), 'png', bytes);
      const [only, ...others] = await store.listOf(VARIANT_PATH);
      expect(only).toMatchObject({ format: 'webp', size: bytes.length });
      expect(Date.now() - (only?.madeAt.getTime() ?? 0)).toBeLessThan(60_000);
      expect(others).toEqual([]);
    });

    it('says when a variant has gone since it was found', async () => {
      const variant = await store.put(variantKey('w_1'), 'webp', bytes);
      await store.clear();
      expect(await store.readAll(variant)).toBeUndefined();
      expect(await store.read(variant)).toBeUndefined();
      expect(await store.localFile(variant)).toBeUndefined();
    });

    it('takes a finished file over', async () => {
      const file = join(directory.path, 'tmp', 'finished');
      await mkdir(join(directory.path, 'tmp'), { recursive: true });
      await writeFile(file, bytes);
      await store.take(variantKey('w_1'), 'webp', file);
      const again = await create(directory.path);
      expect(await again.find(variantKey('w_1'))).toMatchObject({ size: bytes.length });
    });
  });
}

/** What a store has read, whichever way it gives it. */
export async function bytesOf(content: Readable | OpenSpan): Promise<Buffer> {
  if (!(content instanceof OpenSpan)) return buffer(content);
  const output = new PassThrough();
  const [bytes] = await Promise.all([buffer(output), content.sendTo(output)]);
  return bytes;
}
