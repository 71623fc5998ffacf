import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { S3Error } from './s3-answers.ts';

/** How far a request's clock may be off, ms (S3 allows 15 minutes). */
const MOST_SKEW = 15 * 60_000;

/** Who may ask. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * Checks a request's Signature Version 4 in its `Authorization` header, as
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html describes it.
 * @throws {S3Error} when it is missing, stale, or another than the credentials give.
 */
export function verifySignature(request: IncomingMessage, credentials: S3Credentials): void {
  const { authorization = '' } = request.headers;
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    );
  if (match === null) throw new S3Error(403, 'AccessDenied', 'Access Denied');
  const [, id, date = '', region = '', signed = '', signature = ''] = match;
  if (id !== credentials.accessKeyId) {
    throw new S3Error(403, 'InvalidAccessKeyId', 'The access key does not exist in our records.');
  }
  const time = header(request, 'x-amz-date');
  assertRecent(time, date);
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest(request, signed))].join(
    '\n',
  );
  const key = [date, region, 's3', 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${credentials.secretAccessKey}`),
  );
  if (!timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'))) {
    throw new S3Error(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  }
}

function canonicalRequest(request: IncomingMessage, signed: string): string {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const parameters = query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => part.split('=', 2).map((text) => encode(decodeURIComponent(text))))
    .map(([name = '', value = '']) => `${name}=${value}`)
    .sort();
  const names = signed.split(';');
  if (!names.includes('host') || !names.includes('x-amz-content-sha256')) {
    throw new S3Error(403, 'AccessDenied', 'There were headers present which were not signed');
  }
  return [
    request.method,
    path,
    parameters.join('&'),
    ...names.map((name) => `${name}:${header(request, name).trim().replace(/ +/g, ' ')}`),
    '',
    signed,
    header(request, 'x-amz-content-sha256'),
  ].join('\n');
}

function assertRecent(time: string, date: string): void {
  const parsed = Date.parse(
    time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  if (!time.startsWith(date) || !(Math.abs(Date.now() - parsed) <= MOST_SKEW)) {
    throw new S3Error(403, 'RequestTimeTooSkewed', 'The request time differs too much.');
  }
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
