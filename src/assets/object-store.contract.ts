import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  temporaryDirectory,
  type TemporaryDirectory,
} from '../../test/support/temporary-directory.js';
import { AssetPath } from './asset-path.js';
import { UnknownAssetError } from './asset.js';
import { ObjectExistsError, type ObjectStore } from './object-store.js';

/** What every object store does; each adapter runs it. */
export function describeObjectStore(
  name: string,
  create: (directory: string) => Promise<ObjectStore>,
): void {
  describe(`${name} as an object store`, () => {
    let directory: TemporaryDirectory;
    let store: ObjectStore;
    const path = AssetPath.parse('folder/sub/a.bin');

    beforeEach(async () => {
      directory = await temporaryDirectory();
      store = await create(directory.path);
    });
    afterEach(() => directory[Symbol.asyncDispose]());

    const stage = async (content: string) => {
      const file = join(directory.path, randomUUID());
      await writeFile(file, content);
      return file;
    };
    const put = async (at: AssetPath, content: string) =>
      store.take(await stage(content), at, 'refuse');
    const text = async (at: AssetPath) => (await buffer(await store.read(at))).toString();

    it('gives back what it took', async () => {
      const taken = await put(path, 'hello');
      expect(taken.size).toBe(5);
      expect(await store.stat(path)).toEqual(taken);
      expect(await text(path)).toBe('hello');
    });

    it('reads a range, both ends included', async () => {
      await put(path, '0123456789');
      expect((await buffer(await store.read(path, { start: 2, end: 4 }))).toString()).toBe('234');
    });

    it('knows nothing of what was never stored', async () => {
      expect(await store.stat(path)).toBeUndefined();
      await expect(store.read(path)).rejects.toThrow(UnknownAssetError);
      await expect(store.localFile(path)).rejects.toThrow(UnknownAssetError);
      expect(await store.delete(path)).toBe(false);
      expect(await store.list(AssetPath.parse('folder'))).toBeUndefined();
      expect(await store.list(undefined)).toEqual([]);
    });

    it('refuses a taken name, and leaves what lies there', async () => {
      await put(path, 'first');
      await expect(put(path, 'second')).rejects.toThrow(ObjectExistsError);
      expect(await text(path)).toBe('first');
    });

    it('replaces when asked to, and the revision tells', async () => {
      const before = await put(path, 'first');
      const after = await store.take(await stage('other'), path, 'replace');
      expect(await text(path)).toBe('other');
      expect(after.revision).not.toBe(before.revision);
    });

    it('lets exactly one of many take a name', async () => {
      const attempts = Array.from({ length: 20 }, (_, index) => put(path, `content ${index}`));
      const outcomes = await Promise.allSettled(attempts);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('refuses a file under a file', async () => {
      await put(AssetPath.parse('a'), 'file');
      await expect(put(AssetPath.parse('a/b'), 'below')).rejects.toThrow(ObjectExistsError);
    });

    it('deletes', async () => {
      await put(path, 'gone');
      expect(await store.delete(path)).toBe(true);
      expect(await store.stat(path)).toBeUndefined();
    });

    it('lists a folder: names, kinds and sizes, in order', async () => {
      await put(AssetPath.parse('f/b.bin'), 'bb');
      await put(AssetPath.parse('f/a.bin'), 'a');
      await put(AssetPath.parse('f/sub/c.bin'), 'c');
      const entries = await store.list(AssetPath.parse('f'));
      expect(entries?.map(({ kind, name, path: at }) => [kind, name, at.value])).toEqual([
        ['file', 'a.bin', 'f/a.bin'],
        ['file', 'b.bin', 'f/b.bin'],
        ['folder', 'sub', 'f/sub'],
      ]);
    });

    it('hands an object out as a file', async () => {
      await put(path, 'file');
      await using file = await store.localFile(path);
      expect(await readFile(file.path, 'utf8')).toBe('file');
    });

    it('says that it can be written', async () => {
      await expect(store.check()).resolves.toBeUndefined();
      expect(await store.list(undefined)).toEqual([]);
    });
  });
}
