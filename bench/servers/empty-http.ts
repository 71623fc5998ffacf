import { createServer } from 'node:http';
import { announce } from './announce.ts';

// The least a server behind a proxy can do: an empty answer.
const server = createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': 0 });
  response.end();
});
announce(server);
