import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  DATABASE_KINDS,
  testDatabases,
  type TestDatabases,
} from '../../../test/support/test-database.js';
import type { Database } from '../../database/database.js';
import { AssetPath } from '../asset-path.js';
import { AssetIndex } from './asset-index.js';
import { AssetInventory, type FileOrder } from './asset-inventory.js';
import type { AssetTables } from './asset-tables.js';

const BY_NAME: FileOrder = { by: 'name', descending: false };

describe.each(DATABASE_KINDS)('AssetIndex and AssetInventory on %s', (kind) => {
  let databases: TestDatabases;
  let database: Database;
  let index: AssetIndex;
  let inventory: AssetInventory;

  beforeAll(async () => {
    databases = await testDatabases(kind);
  }, 60_000);
  afterAll(() => databases[Symbol.asyncDispose]());
  beforeEach(async () => {
    database = await databases.open();
    index = await AssetIndex.open(database);
    inventory = new AssetInventory(database);
  });

  const content = (size: number, revision = 'r') => ({
    stat: { size, modifiedAt: new Date(size), revision },
    version: `v-${revision}`,
    facts: { width: 3 },
  });
  const save = (path: string, size = 1, revision = 'r') =>
    index.save(AssetPath.parse(path), content(size, revision), new Date(7));
  const find = (path: string) => index.find(AssetPath.parse(path));
  const totals = async () => {
    const { files, bytes } = await inventory.totals();
    await index.recount();
    const counted = await inventory.totals();
    expect([files, bytes]).toEqual([counted.files, counted.bytes]);
    return [files, bytes];
  };

  it('keeps when an asset was first stored, and what people say of it', async () => {
    await save('a.png', 1, 'one');
    await index.mark(AssetPath.parse('a.png'), { visibility: 'private', tags: ['x'] });
    expect(await save('a.png', 5, 'two')).toEqual({ visibility: 'private', tags: ['x'] });
    expect(await find('a.png')).toEqual({
      ...content(5, 'two'),
      createdAt: new Date(7),
      visibility: 'private',
      tags: ['x'],
    });
  });

  it('notes what it does not know as private while it is cautious', async () => {
    await save('known.png');
    await database.tables<AssetTables>().insertInto('asset_caution').values({ id: 1 }).execute();
    const entry = (path: string) => ({
      path: AssetPath.parse(path),
      content: content(1),
      createdAt: new Date(7),
    });
    await index.reserve(AssetPath.parse('said.png'), { visibility: 'public', tags: [] });
    await index.addAll(['a.png', 'known.png', 'said.png'].map(entry));
    expect((await save('b.png')).visibility).toBe('private');
    expect((await save('known.png')).visibility).toBe('public');
    expect((await find('a.png'))?.visibility).toBe('private');
    expect((await find('known.png'))?.visibility).toBe('public');
    expect((await find('said.png'))?.visibility).toBe('public');
    await index.endCaution();
    await index.addAll([entry('c.png')]);
    expect((await find('c.png'))?.visibility).toBe('public');
  });

  it('has a new asset be what was reserved for it, once', async () => {
    const path = AssetPath.parse('a.png');
    await index.reserve(path, { visibility: 'private', tags: [] });
    expect(await save('a.png')).toMatchObject({ visibility: 'private' });
    await index.delete(path);
    expect(await save('a.png')).toMatchObject({ visibility: 'public' });
    expect(await index.reservations()).toEqual([]);
  });

  it('has totals that agree with what there is, whatever happens', async () => {
    await save('a.png', 10);
    await save('f/b.png', 20);
    expect(await totals()).toEqual([2, 30]);
    await save('a.png', 15);
    expect(await totals()).toEqual([2, 35]);
    const [from, to] = [AssetPath.parse('f/b.png'), AssetPath.parse('g/c.png')];
    await save('g/c.png', 1);
    await index.rename([{ from, to }]);
    expect(await totals()).toEqual([2, 35]);
    await index.addAll([
      { path: from, content: content(2), createdAt: new Date() },
      { path: to, content: content(999), createdAt: new Date() },
    ]);
    expect(await totals()).toEqual([3, 37]);
    await index.delete(from, to, AssetPath.parse('none.png'));
    expect(await totals()).toEqual([1, 15]);
    await index.deleteIfStill(AssetPath.parse('a.png'), 'other');
    expect(await totals()).toEqual([1, 15]);
  });

  it('keeps facts to the bytes they were measured of', async () => {
    const path = AssetPath.parse('a.png');
    await save('a.png', 1, 'one');
    await index.setFacts(path, 'v-none', { width: 9 });
    expect((await find('a.png'))?.facts).toEqual({ width: 3 });
    await index.setFacts(path, 'v-one', { width: 9 });
    expect((await find('a.png'))?.facts).toEqual({ width: 9 });
  });

  it('reserves below a folder what is marked, whatever the characters', async () => {
    await save('📁 é/a.png');
    await save('📁 é/sub/b.png');
    await index.mark(AssetPath.parse('📁 é/sub/b.png'), { visibility: 'private' });
    await index.reserveBelow(AssetPath.parse('📁 é'), AssetPath.parse('new'));
    expect((await index.reservations()).map(({ value }) => value)).toEqual(['new/sub/b.png']);
    await index.releaseBelow(AssetPath.parse('new'));
    expect(await index.reservations()).toEqual([]);
  });

  it('passes over what is reserved for paths that are too long, until they are shorter', async () => {
    const deep = Array.from({ length: 5 }, () => 'd'.repeat(201)).join('/');
    await save(`${deep}/a.png`);
    await index.mark(AssetPath.parse(`${deep}/a.png`), { visibility: 'private' });
    const [from, to] = [AssetPath.parse(deep.slice(0, 201)), AssetPath.parse('e'.repeat(250))];
    await index.reserveBelow(from, to);
    expect(await index.reservations()).toEqual([]);
    await index.reserveBelow(to, AssetPath.parse('f'));
    const [reserved] = await index.reservations();
    expect(reserved?.value).toBe(`f${deep.slice(201)}/a.png`);
  });

  it('knows the longest path below a folder, in bytes', async () => {
    for (const path of ['f/aaaa.png', 'f/ééé.png', 'f/a/b.png', 'fa/looooooooong.png'])
      await save(path);
    const longest = () => inventory.longestBelow(AssetPath.parse('f'));
    expect(await longest()).toBe('f/ééé.png');
    await index.addFolder(AssetPath.parse('f/empty/folder'));
    expect(await longest()).toBe('f/empty/folder');
    expect(await inventory.longestBelow(AssetPath.parse('none'))).toBeUndefined();
  });

  it('pages through equal values without losing or repeating one', async () => {
    const names = Array.from({ length: 7 }, (_, number) => `f/${number}.png`);
    for (const name of names) await save(name, 5);
    for (const descending of [false, true]) {
      const order: FileOrder = { by: 'size', descending };
      const scope = { folder: AssetPath.parse('f'), search: undefined, limit: 2 };
      const seen: string[] = [];
      let page = await inventory.files(scope, order, undefined, undefined);
      while (page.length > 0) {
        seen.push(...page.map(({ path }) => path.value));
        page = await inventory.files(scope, order, undefined, page.at(-1)?.place);
      }
      expect(seen).toEqual(descending ? names.toReversed() : names);
    }
  });

  it('takes what is searched for as it is', async () => {
    for (const name of ['100%.png', 'a_b.png', 'axb.png', 'É.png']) await save(name);
    const search = async (text: string) =>
      (
        await inventory.files(
          { folder: undefined, search: text, limit: 10 },
          BY_NAME,
          undefined,
          undefined,
        )
      ).map(({ path }) => path.value);
    expect(await search('%')).toEqual(['100%.png']);
    expect(await search('a_b')).toEqual(['a_b.png']);
    expect(await search('é')).toEqual(['É.png']);
    expect(await search("'; drop table asset; --")).toEqual([]);
  });

  it('sorts and cuts ranges by the bytes of the paths, whatever language the server speaks', async () => {
    const names = [
      'Z.png',
      'a.png',
      'a/b.png',
      'a-b.png',
      'a0.png',
      'A.png',
      'é.png',
      'z_1.png',
      'z-2.png',
    ];
    for (const name of names) await save(name);
    const byBytes = names.toSorted((one, other) =>
      Buffer.compare(Buffer.from(one), Buffer.from(other)),
    );
    const all = await inventory.assetsBelow(undefined, undefined, 100);
    expect(all.map(({ path }) => path.value)).toEqual(byBytes);
    const paged: string[] = [];
    for (let after: string | undefined; ; after = paged.at(-1)) {
      const page = await inventory.assetsBelow(undefined, after, 2);
      if (page.length === 0) break;
      paged.push(...page.map(({ path }) => path.value));
    }
    expect(paged).toEqual(byBytes);
    const below = await inventory.assetsBelow(AssetPath.parse('a'), undefined, 100);
    expect(below.map(({ path }) => path.value)).toEqual(['a/b.png']);
    const inRoot = { folder: undefined, search: undefined, limit: 100 };
    const listed = await inventory.files(inRoot, BY_NAME, undefined, undefined);
    expect(listed.map(({ path }) => path.value)).toEqual(
      byBytes.filter((name) => name !== 'a/b.png'),
    );
  });

  it('takes the longest path with the most tags', async () => {
    const long = [
      ...Array.from({ length: 4 }, (_, number) => String(number).repeat(250)),
      'x.png',
    ].join('/');
    await save(long, 3);
    const tags = Array.from({ length: 50 }, (_, number) => `${number}${'t'.repeat(60)}`);
    await index.mark(AssetPath.parse(long), { tags });
    expect((await find(long))?.tags).toEqual(tags);
    const found = await inventory.files(
      { folder: undefined, search: '49ttt', limit: 10 },
      BY_NAME,
      undefined,
      undefined,
    );
    expect(found.map(({ path }) => path.value)).toEqual([long]);
  });

  it('counts right when many change it at once', async () => {
    const work = Array.from({ length: 30 }, async (_, number) => {
      await save(`f${number % 3}/same-${number % 5}.png`, number);
      if (number % 2 === 0)
        await index.delete(AssetPath.parse(`f${number % 3}/same-${number % 5}.png`));
    });
    await Promise.all(work);
    await totals();
  });
});
