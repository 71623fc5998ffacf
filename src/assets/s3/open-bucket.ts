import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { S3Client } from '@aws-sdk/client-s3';
import type { Environment } from '../../config/environment.js';
import { SILENCE_MS } from './call-limits.js';
import { S3Bucket } from './s3-bucket.js';
import { S3Calls } from './s3-calls.js';

const CONNECT_TIMEOUT_MS = 3_000;
/** After how long a connection is cut on which silence is allowed: nobody comes for what it brings any more. ms. */
const LONGEST_SILENCE_MS = 600_000;
/** Attempts of a request that failed in a way that may pass. */
const MOST_ATTEMPTS = 4;
const MOST_CONNECTIONS = 128;
/** Each takes memory of whoever is slow, and little of ours. */
const MOST_HELD = 512;

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
  const agents: Agent[] = [];
  const clientWith = (socketTimeout: number, maxSockets: number) => {
    const httpAgent = new Agent({ maxSockets, keepAlive: true });
    const httpsAgent = new SecureAgent({ maxSockets, keepAlive: true });
    agents.push(httpAgent, httpsAgent);
    return new S3Client({
      region,
      // Services other than Amazon's rarely have a host name for each bucket.
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: MOST_ATTEMPTS,
      // Parts are sent at once: to ask before each costs more than to have one refused.
      expectContinueHeader: false,
      requestHandler: {
        connectionTimeout: CONNECT_TIMEOUT_MS,
        socketTimeout,
        throwOnRequestTimeout: true,
        httpAgent,
        httpsAgent,
      },
    });
  };
  const clients = {
    quick: clientWith(SILENCE_MS, MOST_CONNECTIONS),
    sending: clientWith(SILENCE_MS, MOST_CONNECTIONS),
    held: clientWith(LONGEST_SILENCE_MS, MOST_HELD),
  };
  return new S3Calls(clients, bucket, agents);
}
