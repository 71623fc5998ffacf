import { readFile, writeFile } from 'node:fs/promises';
import { startServer } from '../test/support/server.ts';
import { withRouteTable, type RoutesDocument } from './route-table.ts';

// Writes the table of routes of docs/api.md from the document that a running server gives: `npm run build` first.
const page = new URL('../docs/api.md', import.meta.url);
await using server = await startServer();
const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as RoutesDocument;
await writeFile(page, await withRouteTable(await readFile(page, 'utf8'), document));
