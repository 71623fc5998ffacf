import type { Server } from 'node:http';

/** Listens on a free port of this machine, says where on standard output, and ends when told to. */
export function announce(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No TCP address.');
    console.log(JSON.stringify({ address: `http://127.0.0.1:${address.port}` }));
  });
  process.once('SIGTERM', () => process.exit(0));
}
