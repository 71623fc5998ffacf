import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConsoleFiles } from './console-files.js';

describe('ConsoleFiles', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'openinary-console-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('keeps files under their URL paths, with their type and encodings', async () => {
    await mkdir(join(directory, 'media'));
    await writeFile(join(directory, 'index.html'), '<!doctype html>');
    await writeFile(join(directory, 'main-TL5N6YKM.js'), 'start();');
    await writeFile(join(directory, 'main-TL5N6YKM.js.br'), 'smaller');
    await writeFile(join(directory, 'media', 'geist-A1b2C3d4.woff2'), 'font');
    const files = await ConsoleFiles.read(directory);
    expect(files.at('/main-TL5N6YKM.js')).toMatchObject({
      contentType: 'text/javascript; charset=utf-8',
      encoded: { br: Buffer.from('smaller') },
    });
    expect(files.at('/media/geist-A1b2C3d4.woff2')?.contentType).toBe('font/woff2');
    expect(files.at('/main-TL5N6YKM.js.br')).toBeUndefined();
  });

  it('lets only names that are made of their content be kept for good', async () => {
    await writeFile(join(directory, 'index.html'), '');
    await writeFile(join(directory, 'favicon.svg'), '');
    await writeFile(join(directory, 'styles-DG34T4ET.css'), '');
    await writeFile(join(directory, 'chunk--3EWgCSa.js'), '');
    const files = await ConsoleFiles.read(directory);
    expect(files.at('/index.html')?.cacheControl).toBe('no-cache');
    expect(files.at('/favicon.svg')?.cacheControl).toBe('no-cache');
    expect(files.at('/styles-DG34T4ET.css')?.cacheControl).toContain('immutable');
    expect(files.at('/chunk--3EWgCSa.js')?.cacheControl).toContain('immutable');
  });

  it('gives a changed content another validator', async () => {
    await writeFile(join(directory, 'index.html'), 'one');
    const before = (await ConsoleFiles.read(directory)).at('/index.html')?.etag;
    await writeFile(join(directory, 'index.html'), 'two');
    const after = (await ConsoleFiles.read(directory)).at('/index.html')?.etag;
    expect(after).not.toBe(before);
  });

  it('is empty where there is no build', async () => {
    const files = await ConsoleFiles.read(join(directory, 'missing'));
    expect(files.isEmpty).toBe(true);
    expect(files.at('/index.html')).toBeUndefined();
  });
});
