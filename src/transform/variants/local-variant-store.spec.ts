import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testEnvironment } from '../../../test/support/environment.js';
import {
  temporaryDirectory,
  type TemporaryDirectory,
} from '../../../test/support/temporary-directory.js';
import { AssetPath } from '../../assets/asset-path.js';
import { mediaTypeOfExtension } from '../../assets/media-types.js';
import type { Asset } from '../../assets/asset.js';
import { LocalVariantStore } from './local-variant-store.js';
import { VariantKey } from './variant-key.js';

const path = AssetPath.parse('photos/a.jpg');
const asset = {
  path,
  mediaType: mediaTypeOfExtension('jpg'),
  size: 1,
  modifiedAt: new Date(0),
  version: 'v1',
} as Asset;
const keyOf = (transformation: string) => VariantKey.of(asset, transformation, 'webp');
const bytes = Buffer.from('the bytes of a variant');

describe('LocalVariantStore', () => {
  let directory: TemporaryDirectory;
  let store: LocalVariantStore;
  const open = async () => new LocalVariantStore(await testEnvironment(directory.path));
  const folder = async () => {
    const [name = ''] = (await readdir(join(directory.path, 'cache'), { recursive: true })).filter(
      (entry) => entry.endsWith('.webp'),
    );
    return join(directory.path, 'cache', name);
  };
  beforeEach(async () => {
    directory = await temporaryDirectory();
    store = await open();
  });
  afterEach(() => directory[Symbol.asyncDispose]());

  it('gives back what it was given, after a restart too', async () => {
    const key = keyOf('w_1');
    expect(await store.find(key)).toBeUndefined();
    await store.put(key, 'webp', bytes);
    for (const each of [store, await open()]) {
      const found = await each.find(key);
      expect(found).toMatchObject({ size: bytes.length, format: 'webp' });
      expect(found && (await each.readAll(found))).toEqual(bytes);
    }
  });

  it('tells the variants of an asset apart, and misses what was not made', async () => {
    await store.put(keyOf('w_1'), 'webp', bytes);
    await store.put(keyOf('w_2'), 'webp', Buffer.from('other'));
    const again = await open();
    expect(await again.find(keyOf('w_3'))).toBeUndefined();
    expect(await again.find(keyOf('w_2'))).toMatchObject({ size: 5 });
    expect(await again.find(keyOf('w_1'))).toMatchObject({ size: bytes.length });
  });

  it('counts a file that lost its end as absent', async () => {
    await store.put(keyOf('w_1'), 'webp', bytes);
    await truncate(await folder(), 3);
    expect(await (await open()).find(keyOf('w_1'))).toBeUndefined();
  });

  it('finds within a moment what another process has put there', async () => {
    const other = await open();
    expect(await store.find(keyOf('w_1'))).toBeUndefined();
    await other.put(keyOf('w_1'), 'webp', bytes);
    await wait(300);
    expect(await store.find(keyOf('w_1'))).toMatchObject({ size: bytes.length });
  });

  it('does not hand out what has been evicted under it', async () => {
    const variant = await store.put(keyOf('w_1'), 'webp', bytes);
    await rm(await folder());
    expect(await store.readAll(variant)).toBeUndefined();
    expect(await store.find(keyOf('w_1'))).toBeUndefined();
  });

  it('removes all variants of an asset, and of all', async () => {
    await store.put(keyOf('w_1'), 'webp', bytes);
    await store.put(keyOf('w_2'), 'webp', bytes);
    expect(await store.deleteOf(path)).toBe(2);
    expect(await store.find(keyOf('w_1'))).toBeUndefined();
    await store.put(keyOf('w_3'), 'webp', bytes);
    expect(await store.clear()).toBe(1);
    expect(await store.find(keyOf('w_3'))).toBeUndefined();
  });

  it('takes a finished file over', async () => {
    const file = join(directory.path, 'tmp', 'finished');
    await mkdir(join(directory.path, 'tmp'), { recursive: true });
    await writeFile(file, bytes);
    await store.take(keyOf('w_1'), 'webp', file);
    expect(await (await open()).find(keyOf('w_1'))).toMatchObject({ size: bytes.length });
  });
});
