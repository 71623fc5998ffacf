import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testEnvironment } from '../../../test/support/environment.js';
import { S3Server, type Intervention } from '../../../test/support/s3/s3-server.js';
import {
  temporaryDirectory,
  type TemporaryDirectory,
} from '../../../test/support/temporary-directory.js';
import { AssetPath } from '../asset-path.js';
import { ObjectExistsError } from '../object-store.js';
import { StorageUnavailableError } from '../storage-unavailable.js';
import { openBucket, openCalls } from './open-bucket.js';
import { S3Bucket } from './s3-bucket.js';
import { S3ObjectStore } from './s3-object-store.js';

const MIB = 1024 * 1024;
const path = AssetPath.parse('folder/a.bin');
const to = AssetPath.parse('elsewhere/b.bin');

describe('a bucket that fails', () => {
  let s3: S3Server;
  let directory: TemporaryDirectory;
  let store: S3ObjectStore;
  beforeAll(async () => {
    s3 = await S3Server.start();
  });
  afterAll(() => s3[Symbol.asyncDispose]());
  beforeEach(async () => {
    await s3.clear();
    directory = await temporaryDirectory();
    store = await open();
  });
  afterEach(() => directory[Symbol.asyncDispose]());

  const open = async (variables: Readonly<Record<string, string>> = {}) => {
    const environment = await testEnvironment(directory.path, { ...s3.environment, ...variables });
    return new S3ObjectStore(openBucket(environment), environment);
  };
  const stage = async (content: Buffer | string) => {
    const file = join(directory.path, randomBytes(8).toString('hex'));
    await writeFile(file, content);
    return file;
  };
  const put = async (at: AssetPath, content: Buffer | string) =>
    store.take(await stage(content), at, 'refuse');
  const bytes = async (at: AssetPath) => buffer(await store.read(at));
  const asked = (operation: string) =>
    s3.requests.filter((request) => request.startsWith(`${operation} `)).length;
  /** Has something happen to the first so many requests of an operation. */
  const happen = (operation: string, times: number, what: Intervention) => {
    let left = times;
    s3.intervene = (request) => (request.operation === operation && left-- > 0 ? what : undefined);
  };

  describe('uploads', () => {
    it('go in parts when they are large, and leave no pieces', async () => {
      const content = randomBytes(21 * MIB);
      expect((await put(path, content)).size).toBe(content.length);
      expect(asked('UploadPart')).toBe(3);
      expect((await bytes(path)).equals(content)).toBe(true);
      await expect(put(path, content)).rejects.toThrow(ObjectExistsError);
      await expect.poll(() => s3.openUploads).toBe(0);
    });

    it.each<[string, number]>([
      ['PutObject', MIB],
      ['UploadPart', 20 * MIB],
    ])('that are cut in %s are tried again', async (operation, size) => {
      const content = randomBytes(size);
      happen(operation, 2, { cutAfter: 100_000 });
      await put(path, content);
      expect((await bytes(path)).equals(content)).toBe(true);
    });

    it.each<[string, number]>([
      ['PutObject', 1],
      ['CompleteMultipartUpload', 9 * MIB],
    ])('know their own work when the answer to %s is lost', async (operation, size) => {
      const content = randomBytes(size);
      happen(operation, 1, { loseAnswer: true });
      expect(await put(path, content)).toEqual(await store.stat(path));
      expect(asked(operation)).toBe(2);
      expect((await bytes(path)).equals(content)).toBe(true);
    });

    it('that cannot be finished leave nothing', async () => {
      happen('UploadPart', Infinity, { cutAfter: 100_000 });
      const file = await stage(randomBytes(20 * MIB));
      await expect(store.take(file, path, 'refuse')).rejects.toThrow(StorageUnavailableError);
      expect(await store.stat(path)).toBeUndefined();
      await expect.poll(() => s3.openUploads).toBe(0);
      // What was to be stored is still there to be tried again.
      expect((await readFile(file)).length).toBe(20 * MIB);
    });

    it('stop when they are aborted', async () => {
      const controller = new AbortController();
      s3.intervene = ({ operation, query }) => {
        if (operation === 'UploadPart' && query.get('partNumber') === '2')
          controller.abort(new Error('gone'));
        return undefined;
      };
      const file = await stage(randomBytes(40 * MIB));
      await expect(store.take(file, path, 'refuse', controller.signal)).rejects.toThrow('gone');
      expect(await store.stat(path)).toBeUndefined();
      await expect.poll(() => s3.openUploads).toBe(0);
    });

    it('wait for their turn when others write the same name', async () => {
      happen('PutObject', 2, { status: 409, code: 'ConditionalRequestConflict' });
      await put(path, 'mine');
      expect((await bytes(path)).toString()).toBe('mine');
    });
  });

  describe('reads', () => {
    it('go on where they were cut', async () => {
      const content = randomBytes(2 * MIB);
      await put(path, content);
      happen('GetObject', 6, { cutAfter: 300_000 });
      expect((await bytes(path)).equals(content)).toBe(true);
      s3.requests.length = 0;
      happen('GetObject', 1, { cutAfter: 100_000 });
      const part = await buffer(await store.read(path, { start: 10, end: MIB }));
      expect(part.equals(content.subarray(10, MIB + 1))).toBe(true);
      expect(asked('GetObject')).toBe(2);
    });

    it('end with an error when nothing comes any more, or something else', async () => {
      await put(path, randomBytes(24 * MIB));
      const cut = await store.read(path);
      await s3.stop();
      await expect(buffer(cut)).rejects.toThrow('cannot be reached');
      await s3.listen();
      // Where it took long, the bucket is asked first whether it is back.
      await expect
        .poll(() => store.stat(path).catch(() => undefined), { timeout: 20_000 })
        .toBeDefined();
      const replaced = await store.read(path);
      await store.take(await stage(randomBytes(24 * MIB)), path, 'replace');
      await s3.stop();
      await s3.listen();
      await expect(buffer(replaced)).rejects.toThrow('has changed');
    });

    it('fetch an original once for all who render from it, and again when it is another', async () => {
      await put(path, 'first');
      const files = await Promise.all(Array.from({ length: 8 }, () => store.localFile(path)));
      expect(new Set(files.map((file) => file.path)).size).toBe(8);
      expect(asked('GetObject')).toBe(1);
      for (const file of files) await file[Symbol.asyncDispose]();
      await store.take(await stage('second'), path, 'replace');
      await using file = await store.localFile(path);
      expect(await readFile(file.path, 'utf8')).toBe('second');
      expect(asked('GetObject')).toBe(2);
    });
  });

  describe('moves', () => {
    it('are finished by calling them again', async () => {
      await put(path, 'hello');
      happen('DeleteObject', Infinity, { status: 403, code: 'AccessDenied' });
      await expect(store.move(path, to)).rejects.toThrow(StorageUnavailableError);
      s3.intervene = undefined;
      await store.move(path, to);
      expect(await store.stat(path)).toBeUndefined();
      expect((await bytes(to)).toString()).toBe('hello');
    });

    it('of a folder too, wherever they were cut short', async () => {
      const from = AssetPath.parse('many');
      const target = AssetPath.parse('moved/there');
      for (let number = 0; number < 40; number += 1)
        await put(from.join(`${number}.bin`), String(number));
      for (const operation of ['CopyObject', 'DeleteObjects', 'PutObject']) {
        let count = 0;
        s3.intervene = (request) => {
          if (request.operation !== operation) return undefined;
          count += 1;
          return count > 1 || operation === 'DeleteObjects'
            ? { status: 403, code: 'AccessDenied' }
            : undefined;
        };
        await store.moveFolder(from, target).catch((error: unknown) => {
          expect(error).toBeInstanceOf(StorageUnavailableError);
        });
      }
      s3.intervene = undefined;
      await store.moveFolder(from, target);
      await store.moveFolder(from, target);
      expect(await store.hasFolder(from)).toBe(false);
      for (let number = 0; number < 40; number += 1)
        expect((await bytes(target.join(`${number}.bin`))).toString()).toBe(String(number));
      // A later move is another one: what lies there is not its own work.
      await put(from.join('again.bin'), 'x');
      await expect(store.moveFolder(from, target)).rejects.toThrow(ObjectExistsError);
    });

    it('copy what is too large for one request in parts', async () => {
      const environment = await testEnvironment(directory.path, s3.environment);
      const bucket = new S3Bucket(openCalls(environment), { most: 6 * MIB, part: 5 * MIB });
      const content = randomBytes(13 * MIB);
      await put(path, content);
      await new S3ObjectStore(bucket, environment).move(path, to);
      expect(asked('UploadPartCopy')).toBe(3);
      expect((await bytes(to)).equals(content)).toBe(true);
      expect(await store.stat(path)).toBeUndefined();
    });
  });

  describe('says in our words what is wrong', () => {
    it.each<[string, Readonly<Record<string, string>>, RegExp]>([
      [
        'a secret',
        { STORAGE_SECRET_ACCESS_KEY: 'wrong' },
        /does not accept the configured access key/,
      ],
      [
        'a key',
        { STORAGE_ACCESS_KEY_ID: 'AKIAWRONG' },
        /does not accept the configured access key/,
      ],
      ['a bucket', { STORAGE_BUCKET_NAME: 'another' }, /no bucket of the configured name/],
      ['an address', { STORAGE_ENDPOINT: 'http://127.0.0.1:9' }, /cannot be reached/],
    ])('with %s that is wrong', async (_, variables, message) => {
      const wrong = await open(variables);
      await expect(wrong.check()).rejects.toThrow(message);
      await expect(wrong.take(await stage('x'), path, 'refuse')).rejects.toThrow(
        StorageUnavailableError,
      );
    });

    it('when the bucket is none, and not that what is asked for is none', async () => {
      const wrong = await open({ STORAGE_BUCKET_NAME: 'another' });
      await expect(wrong.stat(path)).rejects.toThrow(/no bucket of the configured name/);
      expect(await store.stat(path)).toBeUndefined();
    });

    it('when listing is denied', async () => {
      s3.denyListing = true;
      await expect(store.check()).rejects.toThrow('denies access');
      await expect(store.stat(path)).rejects.toThrow('denies access');
    });

    it('when there are too many requests for long; a few are tried again', async () => {
      happen('HeadObject', 2, { status: 503, code: 'SlowDown' });
      expect(await store.stat(path)).toBeUndefined();
      happen('HeadObject', Infinity, { status: 503, code: 'SlowDown' });
      await expect(store.stat(path)).rejects.toThrow('asks for fewer requests');
    });
  });
});
