import { createServer } from 'node:http';
import { createIPX, createIPXNodeServer, ipxFSStorage } from 'ipx';
import { announce } from './announce.ts';

// IPX as its README starts it, over the same files.
const [directory = ''] = process.argv.slice(2);
const ipx = createIPX({ storage: ipxFSStorage({ dir: directory }) });
announce(createServer(createIPXNodeServer(ipx)));
