import { readFile } from 'node:fs/promises';
import { S3Server } from '../../test/support/s3/s3-server.ts';

// The S3 server of the tests, with copies of one file in a folder of originals.
const [folder = '', count = '0', file = ''] = process.argv.slice(2);
const s3 = await S3Server.start();
const keys = Array.from(
  { length: Number(count) },
  (_, index) => `originals/${folder}/${index}.jpg`,
);
await s3.fill(keys, await readFile(file));

const { STORAGE_ENDPOINT: address, ...environment } = s3.environment;
console.log(JSON.stringify({ address, environment }));
process.once('SIGTERM', () => {
  void s3[Symbol.asyncDispose]().then(() => process.exit(0));
});
