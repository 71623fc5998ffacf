import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  environmentFile,
  VARIABLE_FILES,
  withVariableTable,
} from '../../scripts/configuration-pages.ts';
import { describeEnvironment } from '../../src/config/load-environment.js';

const HINT = 'stale: npm run build && node scripts/write-configuration.ts';
const read = (path: string) => readFile(join(import.meta.dirname, '../..', path), 'utf8');
const declarations = async () => ({
  sources: await Promise.all(VARIABLE_FILES.map((file) => readFile(file, 'utf8'))),
  defaults: describeEnvironment(),
});

describe('the pages about configuration', () => {
  it('have every variable, its default and its meaning', async () => {
    const page = await read('docs/configuration.md');
    expect(page, HINT).toBe(await withVariableTable(page, await declarations()));
    expect(await read('.env.example'), HINT).toBe(environmentFile(await declarations()));
  });

  it('refuse a variable that nobody has described', () => {
    const source = 'class Environment { readonly NEW: number = 1; }';
    expect(() => environmentFile({ sources: [source], defaults: { NEW: 1 } })).toThrow('NEW');
  });

  it('quote what a shell would read otherwise, and leave out what depends on the machine', () => {
    const source = `class Environment {
      /** When. */ readonly CRON: string = '0 2 * * *';
      /** How many. */ @Min(1) readonly COUNT: number = cpus();
    }`;
    const text = environmentFile({ sources: [source], defaults: { CRON: '0 2 * * *', COUNT: 4 } });
    expect(text).toContain('# When.\n#CRON="0 2 * * *"');
    expect(text).toContain('# How many. Values: from 1.\n#COUNT=\n');
  });
});
