import { afterAll, beforeAll } from 'vitest';
import { testEnvironment } from '../../../test/support/environment.js';
import { S3Server } from '../../../test/support/s3/s3-server.js';
import { describeObjectStore } from '../object-store.contract.js';
import { openBucket } from './open-bucket.js';
import { S3ObjectStore } from './s3-object-store.js';

let s3: S3Server;
beforeAll(async () => {
  s3 = await S3Server.start();
});
afterAll(() => s3[Symbol.asyncDispose]());

const create = async (directory: string) => {
  await s3.clear();
  const environment = await testEnvironment(directory, s3.environment);
  return new S3ObjectStore(openBucket(environment), environment);
};

describeObjectStore('S3ObjectStore', create);
