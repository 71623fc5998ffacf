import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testEnvironment } from '../../../../test/support/environment.js';
import { S3Server } from '../../../../test/support/s3/s3-server.js';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.js';
import { openBucket } from '../../../assets/s3/open-bucket.js';
import { BucketVariants } from './bucket-variants.js';
import { LocalVariantStore } from './local-variant-store.js';
import { TwoLevelVariantStore } from './two-level-variant-store.js';
import {
  bytesOf,
  describeVariantStore,
  VARIANT_PATH,
  variantKey,
} from './variant-store.contract.js';

describe('variants on two levels', () => {
  let s3: S3Server;
  const opened = new Set<string>();
  const open = async (directory: string) => {
    const environment = await testEnvironment(directory, s3.environment);
    const shared = new BucketVariants(openBucket(environment));
    const disk = new LocalVariantStore(environment);
    return new TwoLevelVariantStore(disk, shared, environment.temporaryDirectory);
  };
  beforeAll(async () => {
    s3 = await S3Server.start();
  });
  afterAll(() => s3[Symbol.asyncDispose]());

  describeVariantStore('TwoLevelVariantStore', async (directory) => {
    if (!opened.has(directory)) await s3.clear();
    opened.add(directory);
    return open(directory);
  });

  it('has what another machine has rendered, and fetches it once', async () => {
    await s3.clear();
    await using here = await temporaryDirectory();
    await using there = await temporaryDirectory();
    const data = Buffer.alloc(100_000, 'x');
    await (await open(there.path)).put(variantKey('w_1'), 'webp', data);
    const store = await open(here.path);
    const found = await store.find(variantKey('w_1'));
    expect(found && (await store.readAll(found))).toEqual(data);
    await s3.stop();
    try {
      const again = await store.find(variantKey('w_1'));
      expect(again && (await store.readAll(again))).toEqual(data);
    } finally {
      await s3.listen();
    }
  });

  it('finds as others do what the bucket has lost: not, though it lies on this disk', async () => {
    await s3.clear();
    await using here = await temporaryDirectory();
    const store = await open(here.path);
    await store.put(variantKey('w_1'), 'webp', Buffer.from('kept'));
    expect(await store.find(variantKey('w_1'), 'as-others')).toMatchObject({ size: 4 });
    await s3.clear();
    expect(await store.find(variantKey('w_1'))).toMatchObject({ size: 4 });
    expect(await store.find(variantKey('w_1'), 'as-others')).toBeUndefined();
  });

  it('passes on what is too large for the disk, whole or in part', async () => {
    await s3.clear();
    await using here = await temporaryDirectory();
    await using there = await temporaryDirectory();
    const data = Buffer.alloc(33 * 1024 * 1024, 'film');
    await (await open(there.path)).put(variantKey('w_1'), 'mp4', data);
    const store = await open(here.path);
    const found = await store.find(variantKey('w_1'));
    const part = found && (await store.read(found, { start: 1, end: 4 }));
    expect(part && (await bytesOf(part)).toString()).toBe('ilmf');
    expect(store.localFiles).toBe(0);
  });

  it('keeps on disk what it renders while the bucket is away, and finds nothing there', async () => {
    await s3.clear();
    await using directory = await temporaryDirectory();
    const store = await open(directory.path);
    s3.intervene = () => ({ status: 403, code: 'AccessDenied' });
    await store.put(variantKey('w_1'), 'webp', Buffer.from('kept'));
    const found = await store.find(variantKey('w_1'));
    expect(found && (await store.readAll(found))?.toString()).toBe('kept');
    expect(await store.find(variantKey('w_2'))).toBeUndefined();
    await expect(store.deleteOf(VARIANT_PATH)).rejects.toThrow('denies access');
  });
});
