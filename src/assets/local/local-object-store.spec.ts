import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testEnvironment } from '../../../test/support/environment.js';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { describeObjectStore } from '../object-store.contract.js';
import { LocalObjectStore } from './local-object-store.js';

describeObjectStore(
  'LocalObjectStore',
  async (directory) => new LocalObjectStore(await testEnvironment(directory)),
);

describe('LocalObjectStore', () => {
  it('does not come by what no URL can name', async () => {
    await using directory = await temporaryDirectory();
    const environment = await testEnvironment(directory.path);
    const root = environment.originalsDirectory;
    await writeFile(join(root, '.hidden'), '');
    await writeFile(join(root, 'back\\slash.jpg'), '');
    await symlink('/nowhere', join(root, 'dangling.jpg'));
    await mkdir(join(root, 'folder'));
    const found: string[] = [];
    for await (const { path } of new LocalObjectStore(environment).walk()) found.push(path.value);
    expect(found).toEqual(['folder']);
  });
});
