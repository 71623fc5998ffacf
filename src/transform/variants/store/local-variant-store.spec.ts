import { readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testEnvironment } from '../../../../test/support/environment.js';
import {
  temporaryDirectory,
  type TemporaryDirectory,
} from '../../../../test/support/temporary-directory.js';
import { LocalVariantStore } from './local-variant-store.js';
import { describeVariantStore, variantKey } from './variant-store.contract.js';

const bytes = Buffer.from('the bytes of a variant');
const openIn = async (directory: string, variables: Readonly<Record<string, string>> = {}) =>
  new LocalVariantStore(await testEnvironment(directory, variables));

describeVariantStore('LocalVariantStore', (directory) => openIn(directory));

describe('LocalVariantStore', () => {
  let directory: TemporaryDirectory;
  let store: LocalVariantStore;
  const folder = async () => {
    const [name = ''] = (await readdir(join(directory.path, 'cache'), { recursive: true })).filter(
      (entry) => entry.endsWith('.webp'),
    );
    return join(directory.path, 'cache', name);
  };
  beforeEach(async () => {
    directory = await temporaryDirectory();
    store = await openIn(directory.path);
  });
  afterEach(() => directory[Symbol.asyncDispose]());

  it('counts a file that lost its end as absent', async () => {
    await store.put(variantKey('w_1'), 'webp', bytes);
    await truncate(await folder(), 3);
    expect(await (await openIn(directory.path)).find(variantKey('w_1'))).toBeUndefined();
  });

  it('finds within a moment what another process has put there, where there may be one', async () => {
    store = await openIn(directory.path, { REDIS_URL: 'redis://127.0.0.1:6379' });
    const other = await openIn(directory.path);
    expect(await store.find(variantKey('w_1'))).toBeUndefined();
    await other.put(variantKey('w_1'), 'webp', bytes);
    await wait(300);
    expect(await store.find(variantKey('w_1'))).toMatchObject({ size: bytes.length });
  });

  it('finds as others do what another process has removed: not, though it is remembered', async () => {
    await store.put(variantKey('w_1'), 'webp', bytes);
    expect(await store.find(variantKey('w_1'), 'as-others')).toMatchObject({ size: bytes.length });
    await rm(await folder());
    expect(await store.find(variantKey('w_1'), 'as-others')).toBeUndefined();
  });

  it('does not hand out what has been evicted under it', async () => {
    const variant = await store.put(variantKey('w_1'), 'webp', bytes);
    await rm(await folder());
    expect(await store.readAll(variant)).toBeUndefined();
    expect(await store.find(variantKey('w_1'))).toBeUndefined();
  });
});
