import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, it, type ExpectStatic } from 'vitest';
import { testEnvironment } from '../../../test/support/environment.js';
import { S3Server } from '../../../test/support/s3/s3-server.js';
import { SilentProxy } from '../../../test/support/silent-proxy.js';
import {
  temporaryDirectory,
  type TemporaryDirectory,
} from '../../../test/support/temporary-directory.js';
import { AssetPath } from '../asset-path.js';
import { StorageUnavailableError } from '../storage-unavailable.js';
import { openBucket } from './open-bucket.js';
import { S3ObjectStore } from './s3-object-store.js';

const MIB = 1024 * 1024;
/** What a call takes on this machine beyond the limits, ms. */
const SLACK_MS = 4_000;
const path = AssetPath.parse('folder/a.bin');

// Each waits for real limits to pass; together they take as long as one.
describe.concurrent('a bucket that takes connections and says nothing', { timeout: 90_000 }, () => {
  let directory: TemporaryDirectory;
  beforeAll(async () => {
    directory = await temporaryDirectory();
  });
  afterAll(() => directory[Symbol.asyncDispose]());

  const stage = async (content: Buffer) => {
    const file = join(directory.path, randomBytes(8).toString('hex'));
    await writeFile(file, content);
    return file;
  };
  /** A bucket of its own behind a proxy of its own. */
  const setUp = async () => {
    const resources = new AsyncDisposableStack();
    const s3 = resources.use(await S3Server.start());
    const proxy = resources.use(await SilentProxy.start(Number(new URL(s3.url).port)));
    const variables = { ...s3.environment, STORAGE_ENDPOINT: proxy.url };
    const environment = await testEnvironment(
      join(directory.path, randomBytes(8).toString('hex')),
      variables,
    );
    const store = new S3ObjectStore(openBucket(environment), environment);
    const put = async (content: Buffer) => store.take(await stage(content), path, 'replace');
    const found = () => store.stat(path).then(Boolean, () => 'unavailable');
    return { s3, proxy, store, put, found, [Symbol.asyncDispose]: () => resources.disposeAsync() };
  };
  const failure = async (expect: ExpectStatic, work: Promise<unknown>) => {
    const startedAt = performance.now();
    await expect(work).rejects.toThrow('The storage cannot be reached.');
    await expect(work).rejects.toBeInstanceOf(StorageUnavailableError);
    return performance.now() - startedAt;
  };

  it('is waited for once, and used again when it speaks', async ({ expect }) => {
    await using bucket = await setUp();
    const { proxy, store } = bucket;
    proxy.fallSilent();
    const first = await Promise.all(
      [store.stat(path), store.check(), store.stat(path)].map((work) => failure(expect, work)),
    );
    expect(Math.max(...first)).toBeLessThan(5_000 + SLACK_MS);
    const { connections } = proxy;
    const later = await Promise.all(
      Array.from({ length: 50 }, () => failure(expect, store.stat(path))),
    );
    expect(Math.max(...later)).toBeLessThan(500);
    expect(proxy.connections - connections).toBeLessThanOrEqual(2);
    proxy.speak();
    await expect.poll(bucket.found, { timeout: 20_000 }).toBe(false);
    await store.check();
    await bucket.put(Buffer.from('hello'));
    expect(await bucket.found()).toBe(true);
  });

  it('is not given up for connections that have died unseen', async ({ expect }) => {
    await using bucket = await setUp();
    const { proxy, store } = bucket;
    await bucket.put(Buffer.from('hello'));
    const looks = (count: number) =>
      Promise.all(Array.from({ length: count }, () => store.stat(path)));
    await looks(20);
    proxy.fallSilent();
    proxy.speak();
    for (const stat of await looks(5)) expect(stat?.size).toBe(5);
    const startedAt = performance.now();
    await looks(20);
    expect(performance.now() - startedAt).toBeLessThan(2_500);
  });

  it('is not given up for one call that takes long while others are answered', async ({
    expect,
  }) => {
    await using bucket = await setUp();
    const { s3, store } = bucket;
    const slow = AssetPath.parse('slow.bin');
    s3.intervene = ({ key }) => (key.endsWith('slow.bin') ? { silent: true } : undefined);
    const late = failure(expect, store.stat(slow));
    let isOver = false;
    void late.finally(() => (isOver = true));
    await expect
      .poll(
        async () => {
          expect(await bucket.found()).toBe(false);
          return isOver;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    expect(await late).toBeLessThan(5_000 + SLACK_MS);
    expect(await bucket.found()).toBe(false);
  });

  it('fails a read that it leaves in the middle, and only then', async ({ expect }) => {
    await using bucket = await setUp();
    const { proxy, store } = bucket;
    const content = randomBytes(24 * MIB);
    await bucket.put(content);
    proxy.silentAfter = { answered: 5 * MIB };
    const elapsed = await failure(
      expect,
      store.read(path).then((bytes) => buffer(bytes)),
    );
    expect(elapsed).toBeLessThan(15_000 + SLACK_MS);
    proxy.speak();
    await expect.poll(bucket.found, { timeout: 20_000 }).toBe(true);
    expect((await buffer(await store.read(path))).equals(content)).toBe(true);
  });

  it('fails an upload that it leaves in the middle, and has its parts removed once it is back', async ({
    expect,
  }) => {
    await using bucket = await setUp();
    const { s3, proxy } = bucket;
    const content = randomBytes(20 * MIB);
    proxy.silentAfter = { asked: 2 * MIB };
    const elapsed = await failure(expect, bucket.put(content));
    expect(elapsed).toBeLessThan(13_000 + SLACK_MS);
    expect(s3.openUploads).toBe(1);
    proxy.speak();
    await expect.poll(bucket.found, { timeout: 20_000 }).toBe(false);
    await expect.poll(() => s3.openUploads, { timeout: 20_000 }).toBe(0);
    await bucket.put(content);
    expect((await buffer(await bucket.store.read(path))).equals(content)).toBe(true);
  });

  // Large uploads differ in calls that have no limit.
  it('works when it is only slow', async ({ expect }) => {
    await using bucket = await setUp();
    const { proxy, store } = bucket;
    proxy.latency = 1_500;
    const content = randomBytes(MIB);
    await bucket.put(content);
    expect((await buffer(await store.read(path))).equals(content)).toBe(true);
  });
});
