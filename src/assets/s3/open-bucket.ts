import { S3Client } from '@aws-sdk/client-s3';
import type { Environment } from '../../config/environment.js';
import { S3Bucket } from './s3-bucket.js';
import { S3Calls } from './s3-calls.js';

const CONNECT_TIMEOUT_MS = 3_000;
/** How long a connection may be silent, ms. */
const SILENCE_TIMEOUT_MS = 30_000;
/** Attempts of a request that failed in a way that may pass. */
const MOST_ATTEMPTS = 4;
const MOST_CONNECTIONS = 128;

/** The bucket that the environment names. Nothing is sent yet. */
export function openBucket(environment: Environment): S3Bucket {
  return new S3Bucket(openCalls(environment));
}

/** What is sent to it. */
export function openCalls(environment: Environment): S3Calls {
  const {
    STORAGE_BUCKET_NAME: bucket = '',
    STORAGE_REGION: region = '',
    STORAGE_ENDPOINT: endpoint,
    STORAGE_ACCESS_KEY_ID: accessKeyId = '',
    STORAGE_SECRET_ACCESS_KEY: secretAccessKey = '',
  } = environment;
  const agent = { maxSockets: MOST_CONNECTIONS, keepAlive: true };
  const client = new S3Client({
    region,
    // Services other than Amazon's rarely have a host name for each bucket.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: MOST_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
  return new S3Calls(client, bucket);
}
