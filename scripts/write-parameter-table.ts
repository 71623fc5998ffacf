import { readFile, writeFile } from 'node:fs/promises';

// Writes the tables of docs/transformations.md from the built server's table of parameters: `npm run build` first.
const built = new URL('../dist/transform/language/parameters/reference.js', import.meta.url);
const page = new URL('../docs/transformations.md', import.meta.url);
const { withTables } = (await import(
  built.href
)) as typeof import('../src/transform/language/parameters/reference.js');
await writeFile(page, withTables(await readFile(page, 'utf8')));
