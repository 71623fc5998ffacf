import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { AssetPath } from '../../assets/asset-path.js';
import { startVersion, versionOf } from '../../assets/asset-version.js';
import type { Asset } from '../../assets/asset.js';
import { PNG } from '../../assets/media-types.js';
import { OriginalMemory } from './original-memory.js';

const bytes = Buffer.from('an original');

function assetOf(data: Buffer): Asset {
  return {
    path: AssetPath.parse('a.png'),
    mediaType: PNG,
    size: data.length,
    modifiedAt: new Date(0),
    version: versionOf(startVersion().update(data)),
    visibility: 'public',
  };
}

it('holds an original from its second use on', async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'a.png');
  await writeFile(file, bytes);
  const memory = new OriginalMemory();
  const asset = assetOf(bytes);
  expect(await memory.readAgain(asset, file)).toBeUndefined();
  expect(memory.get(asset)).toBeUndefined();
  expect(await memory.readAgain(asset, file)).toEqual(bytes);
  expect(memory.get(asset)).toEqual(bytes);
});

it('never takes other bytes for those of a version', async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'a.png');
  await writeFile(file, 'of this size');
  const memory = new OriginalMemory();
  const asset = assetOf(Buffer.from('OF THIS SIZE'));
  await memory.readAgain(asset, file);
  expect(await memory.readAgain(asset, file)).toBeUndefined();
  expect(memory.get(asset)).toBeUndefined();
});

it('leaves large originals where they are', async () => {
  await using directory = await temporaryDirectory();
  const memory = new OriginalMemory();
  const asset = assetOf(Buffer.alloc(5 * 1024 * 1024));
  await memory.readAgain(asset, directory.path);
  expect(await memory.readAgain(asset, directory.path)).toBeUndefined();
});
