import { readFile, writeFile } from 'node:fs/promises';
import { environmentFile, withVariableTable } from './configuration-pages.ts';

// Writes .env.example and the table of docs/configuration.md from the class that reads the environment, and its
// defaults from the built server: `npm run build` first.
const built = new URL('../dist/config/load-environment.js', import.meta.url);
const declaration = new URL('../src/config/environment.ts', import.meta.url);
const page = new URL('../docs/configuration.md', import.meta.url);
const example = new URL('../.env.example', import.meta.url);

const { describeEnvironment } = (await import(
  built.href
)) as typeof import('../src/config/load-environment.js');
const declarations = {
  source: await readFile(declaration, 'utf8'),
  defaults: describeEnvironment(),
};
await writeFile(page, await withVariableTable(await readFile(page, 'utf8'), declarations));
await writeFile(example, environmentFile(declarations));
