import { access, glob, readFile } from 'node:fs/promises';
import { dirname, join, matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/transform/language/limits.ts';
import { parseTransformation } from '../../src/transform/language/parse.ts';
import { readTail } from '../../src/transform/language/read-tail.ts';
import { Page, ROOT } from '../support/page.ts';

const PAGES = ['README.md', 'CONTRIBUTING.md', 'docs/**/*.md', 'docker/**/*.md', 'bench/**/*.md'];

async function pages(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const found = [];
  for await (const path of glob(PAGES, { cwd: ROOT }))
    found.push({ path, text: await readFile(join(ROOT, path), 'utf8') });
  return found;
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

async function packagesOf(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(ROOT, folder, 'package.json'), 'utf8');
  const { dependencies, devDependencies } = JSON.parse(text) as Record<string, object>;
  return Object.keys({ ...dependencies, ...devDependencies });
}

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

describe('the documents', () => {
  it('link to pages and headings that are there', async () => {
    const all = await pages();
    let count = 0;
    for (const { path, text } of all) {
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
        const [file = '', anchor] = target.split('#');
        const place = file === '' ? path : join(dirname(path), file);
        await expect(access(join(ROOT, place)), `${path}: ${target}`).resolves.toBeUndefined();
        count += 1;
        if (anchor === undefined) continue;
        expect(anchorsOf(await readFile(join(ROOT, place), 'utf8')), path).toContain(anchor);
      }
    }
    expect(count).toBeGreaterThan(50);
  });

  it('write URLs that are read as they say', async () => {
    const all = await pages();
    const urls = all.flatMap(({ path, text }) =>
      [...text.matchAll(/\/t\/([a-z0-9][^\s`"'()<>{}\\…]*\.[a-z0-9]{3,4})(?![\w{])/g)].map(
        ([, tail = '']) => ({ path, tail }),
      ),
    );
    expect(urls.length).toBeGreaterThan(40);
    for (const { path, tail } of urls) {
      const segments = tail.split('/').filter((segment) => !/^t_(?!true$|1$)[a-z]+$/.test(segment));
      const reading = readTail(segments, DEFAULT_LIMITS);
      // One example shows what is wrong.
      const expected = tail === 'w_abc/photo.jpg' ? ['lookalike'] : ['original', 'variant'];
      expect(expected, `${path}: ${tail}`).toContain(reading.kind);
      expect(reading.path.join('/'), `${path}: ${tail}`).not.toContain(',');
    }
  });

  it('name parameters to who comes from elsewhere that there are', async () => {
    const page = await Page.read('docs/migrating.md');
    const written = page.tables
      .flat()
      .flatMap(([, here = '']) => [...here.matchAll(/`([a-z]{1,3}_[^`/…]+)`/g)])
      .map(([, text = '']) => text)
      .filter((text) => !/^t_(?!true)/.test(text));
    expect(written.length).toBeGreaterThan(20);
    for (const text of written)
      expect(() => parseTransformation(text, DEFAULT_LIMITS), text).not.toThrow();
  });

  it('name every package that is declared, and none that is not', async () => {
    const { tables } = await Page.read('docs/dependencies.md');
    const named = tables.flat().flatMap(([names = '']) => namesIn(names));
    const declared = [...(await packagesOf('.')), ...(await packagesOf('client'))];
    expect(declared.length).toBeGreaterThan(80);
    expect(declared.filter((name) => !named.some((pattern) => matchesGlob(name, pattern)))).toEqual(
      [],
    );
    expect(named.filter((pattern) => !declared.some((name) => matchesGlob(name, pattern)))).toEqual(
      [],
    );
  });
});
