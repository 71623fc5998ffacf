import { access, glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, Page, ROOT } from '../support/page.ts';

const page = await Page.read('docs/security.md');
const [items = []] = page.section('OWASP ASVS 5.0').tables;
const [, proofs = []] = page.section('Security checkup').tables;

/** The tests there are, without those of the libraries. */
async function testFiles(): Promise<readonly string[]> {
  const exclude = (name: string) => name === 'node_modules' || name === 'dist';
  const files: string[] = [];
  for await (const file of glob('{src,test,client/src}/**/*.spec.ts', { cwd: ROOT, exclude })) {
    files.push(file);
  }
  return files;
}

describe('the security page', () => {
  it('names a test for all that is met, which is there under its title', async () => {
    const files = await testFiles();
    expect(items.length).toBeGreaterThan(80);
    for (const [item = '', met = '', how = '', shown = ''] of items) {
      expect(['yes', 'partly', 'no', 'proxy'], item).toContain(met);
      expect(how, item).not.toBe('');
      const named = [...shown.matchAll(/`([\w./-]+\.spec\.ts)`(?: “([^”]+)”)?/g)];
      if (met === 'yes') expect(named.length, item).toBeGreaterThan(0);
      for (const [, name = '', title] of named) {
        const found = files.filter((file) => `/${file}`.endsWith(`/${name}`));
        expect([item, name, found.length]).toEqual([item, name, 1]);
        const text = await readFile(join(ROOT, found[0] ?? ''), 'utf8');
        if (title !== undefined) expect(text.includes(title), `${item}: ${title}`).toBe(true);
      }
    }
  });

  it('proves the rest with files that are there', async () => {
    expect(proofs.length).toBeGreaterThan(12);
    for (const [what = '', , cell] of proofs) {
      const paths = codeOf(cell)
        .split(' ')
        .filter((word) => word.includes('/'));
      expect(paths.length, what).toBeGreaterThan(0);
      for (const path of paths) {
        await expect(access(join(ROOT, path)), path).resolves.toBeUndefined();
      }
    }
  });
});
