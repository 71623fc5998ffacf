import { readFile, writeFile } from 'node:fs/promises';
import { environmentFile, VARIABLE_FILES, withVariableTable } from './configuration-pages.ts';

// Writes .env.example and the table of docs/configuration.md from the classes that read the environment, and its
// defaults from the built server: `npm run build` first.
const built = new URL('../dist/config/load-environment.js', import.meta.url);
const page = new URL('../docs/configuration.md', import.meta.url);
const example = new URL('../.env.example', import.meta.url);

const { describeEnvironment } = (await import(
  built.href
)) as typeof import('../src/config/load-environment.js');
const declarations = {
  sources: await Promise.all(VARIABLE_FILES.map((file) => readFile(file, 'utf8'))),
  defaults: describeEnvironment(),
};
await writeFile(page, await withVariableTable(await readFile(page, 'utf8'), declarations));
await writeFile(example, environmentFile(declarations));
