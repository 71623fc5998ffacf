import { writeFile } from 'node:fs/promises';
import { startServer } from '../test/support/server.ts';

// Writes the document that a running server gives, since that is the one integrators read.
const target = process.argv[2];
if (target === undefined) throw new Error('usage: write-openapi.ts FILE');
await using server = await startServer();
const response = await fetch(`${server.url}/openapi.json`);
await writeFile(target, JSON.stringify(await response.json(), null, 2));
