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

    const walk = async () => {
      const entries: string[] = [];
      for await (const entry of store.walk()) {
        const size = entry.kind === 'file' ? ` ${entry.stat.size}` : '/';
        entries.push(`${entry.path.value}${size}`);
      }
      return entries;
    };

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

    it('gives the bytes in pieces, of which each is good until the next', async () => {
      const content = Array.from({ length: 100_000 }, (_, index) => `line ${index}`).join('\n');
      await put(path, content);
      let text = '';
      let pieces = 0;
      for await (const piece of store.pieces(path)) {
        text += piece.toString('latin1');
        pieces += 1;
      }
      expect(text === content).toBe(true);
      expect(pieces).toBeGreaterThan(1);
      for await (const piece of store.pieces(path)) {
        expect(piece.toString('latin1', 0, 6)).toBe('line 0');
        break;
      }
      const signal = AbortSignal.abort();
      await expect(store.pieces(path, signal).next()).rejects.toThrow('aborted');
      const nothing = AssetPath.parse('folder/nothing.bin');
      for (const missing of [
        nothing,
        AssetPath.parse('folder'),
        AssetPath.parse('folder/sub/a.bin/b'),
      ])
        await expect(store.pieces(missing).next()).rejects.toThrow(UnknownAssetError);
    });

    it('knows nothing of what was never stored', async () => {
      expect(await store.stat(path)).toBeUndefined();
      await expect(store.read(path)).rejects.toThrow(UnknownAssetError);
      await expect(store.localFile(path)).rejects.toThrow(UnknownAssetError);
      expect(await store.delete(path)).toBe(false);
      expect(await store.hasFolder(AssetPath.parse('folder'))).toBe(false);
      expect(await walk()).toEqual([]);
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

    it('walks through everything, in the order of the bytes of the paths', async () => {
      for (const name of [
        'f/b.bin',
        'f/a.bin',
        'f/sub/c.bin',
        'f-1.bin',
        'f.bin',
        'é.bin',
        'z.bin',
      ])
        await put(AssetPath.parse(name), name);
      expect(await walk()).toEqual([
        'f-1.bin 7',
        'f.bin 5',
        'f/',
        'f/a.bin 7',
        'f/b.bin 7',
        'f/sub/',
        'f/sub/c.bin 11',
        'z.bin 5',
        'é.bin 6',
      ]);
    });

    describe('moving', () => {
      const to = AssetPath.parse('elsewhere/b.bin');

      it('gives an object another path', async () => {
        const before = await put(path, 'hello');
        const after = await store.move(path, to);
        expect(after.size).toBe(before.size);
        expect(await store.stat(to)).toEqual(after);
        expect(await store.stat(path)).toBeUndefined();
        expect(await text(to)).toBe('hello');
      });

      it('never overwrites', async () => {
        await put(path, 'mine');
        await put(to, 'theirs');
        await expect(store.move(path, to)).rejects.toThrow(ObjectExistsError);
        await expect(store.copy(path, to)).rejects.toThrow(ObjectExistsError);
        expect([await text(path), await text(to)]).toEqual(['mine', 'theirs']);
      });

      it('keeps names of all kinds apart', async () => {
        const names = ['a b+c&d.bin', "e'(1)*!.bin", 'é%2f<x>.bin', '日本#?.bin', 'x=y;z,~$@.bin'];
        for (const name of names) await put(AssetPath.parse(`odd/${name}`), name);
        for (const name of names) await store.move(AssetPath.parse(`odd/${name}`), to.join(name));
        await store.moveFolder(to, AssetPath.parse('odd names & more'));
        for (const name of names)
          expect(await text(AssetPath.parse(`odd names & more/${name}`))).toBe(name);
        expect((await walk()).filter((entry) => !entry.endsWith('/'))).toHaveLength(names.length);
      });

      it('needs something to move', async () => {
        await expect(store.move(path, to)).rejects.toThrow(UnknownAssetError);
        await expect(store.copy(path, to)).rejects.toThrow(UnknownAssetError);
      });

      it('copies', async () => {
        await put(path, 'hello');
        expect(await store.copy(path, to)).toEqual(await store.stat(to));
        expect([await text(path), await text(to)]).toEqual(['hello', 'hello']);
      });
    });

    describe('folders', () => {
      const folder = AssetPath.parse('folder');
      const other = AssetPath.parse('other/place');

      it('are made empty, once', async () => {
        await store.makeFolder(other);
        expect(await store.hasFolder(other)).toBe(true);
        expect(await store.hasFolder(AssetPath.parse('other'))).toBe(true);
        expect(await walk()).toEqual(['other/', 'other/place/']);
        await expect(store.makeFolder(other)).rejects.toThrow(ObjectExistsError);
      });

      it('are where something lies', async () => {
        await put(path, 'x');
        expect(await store.hasFolder(folder)).toBe(true);
        await expect(store.makeFolder(folder)).rejects.toThrow(ObjectExistsError);
      });

      it('move with all in them', async () => {
        await put(path, 'x');
        await put(AssetPath.parse('folder/y.bin'), 'yy');
        await store.moveFolder(folder, other);
        expect(await walk()).toEqual([
          'other/',
          'other/place/',
          'other/place/sub/',
          'other/place/sub/a.bin 1',
          'other/place/y.bin 2',
        ]);
        // Again, as after a crash.
        await store.moveFolder(folder, other);
        expect(await text(AssetPath.parse('other/place/y.bin'))).toBe('yy');
      });

      it('do not move onto what is there', async () => {
        await put(path, 'x');
        await put(other.join('sub').join('a.bin'), 'theirs');
        await expect(store.moveFolder(folder, other)).rejects.toThrow(ObjectExistsError);
        expect([await text(path), await text(other.join('sub').join('a.bin'))]).toEqual([
          'x',
          'theirs',
        ]);
      });

      it('say what the longest path in them is, in bytes', async () => {
        expect(await store.longestBelow(folder)).toBeUndefined();
        await put(path, 'x');
        await put(AssetPath.parse('folder/sub-b/ééé.bin'), 'x');
        await put(AssetPath.parse('folder/sub-b/nnnn.bin'), 'x');
        await put(AssetPath.parse('folder2/much longer than the others.bin'), 'x');
        expect(await store.longestBelow(folder)).toBe('folder/sub-b/ééé.bin');
        await store.makeFolder(AssetPath.parse('folder/an empty folder, yet longer'));
        expect(await store.longestBelow(folder)).toBe('folder/an empty folder, yet longer');
      });

      it('go, whole or if empty', async () => {
        await put(path, 'x');
        expect(await store.deleteFolder(folder, 'if-empty')).toBe(false);
        expect(await text(path)).toBe('x');
        expect(await store.deleteFolder(folder, 'whole')).toBe(true);
        expect(await walk()).toEqual([]);
        await store.makeFolder(other);
        expect(await store.deleteFolder(other, 'if-empty')).toBe(true);
        expect(await store.hasFolder(other)).toBe(false);
      });
    });

    it('hands an object out as a file', async () => {
      await put(path, 'file');
      await using file = await store.localFile(path);
      expect(await readFile(file.path, 'utf8')).toBe('file');
    });

    it('says that it can be written', async () => {
      await expect(store.check()).resolves.toBeUndefined();
      expect(await walk()).toEqual([]);
    });
  });
}
