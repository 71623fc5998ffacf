import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { announce } from './announce.ts';

// The least a server can do: the bytes of one file, from memory, whatever is asked.
const [file = ''] = process.argv.slice(2);
const bytes = await readFile(file);

const server = createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': bytes.length });
  response.end(bytes);
});
announce(server);
