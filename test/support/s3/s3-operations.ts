import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { elementsOf, S3Error, sendXml, unescapeXml } from './s3-answers.ts';
import { receiveText, receiveToFile, type ReceivedBody } from './s3-body.ts';
import {
  preconditionFailed,
  wholeSecond,
  type BucketContents,
  type StoredObject,
  type WriteCondition,
} from './s3-objects.ts';

const MOST_COPIED_BYTES = 5 * 1024 ** 3;
const MOST_LISTED = 1000;

/** A request that has been let in. */
export interface S3Request {
  readonly operation: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
}

/** Does and answers what a request asks for. */
export type S3Operation = (
  contents: BucketContents,
  asked: S3Request,
  response: ServerResponse,
) => Promise<void> | void;

/** What this server can do, by the names of the S3 API. */
export const S3_OPERATIONS: Readonly<Record<string, S3Operation>> = {
  HeadBucket: (_contents, _asked, response) => void response.end(),

  HeadObject: (contents, { key, request }, response) => {
    sendObject(contents.get(key), request, response);
  },

  GetObject: (contents, { key, request }, response) => {
    sendObject(contents.get(key), request, response);
  },

  PutObject: async (contents, { key, request }, response) => {
    const { file, body } = await receive(contents, request);
    const etag = `"${body.md5}"`;
    const object = {
      file,
      size: body.size,
      crc32: body.crc32,
      etag,
      modifiedAt: wholeSecond(),
      headers: kept(request),
    };
    await contents.put(key, object, conditionOf(request));
    response.writeHead(200, { ETag: etag }).end();
  },

  CopyObject: async (contents, { key, request }, response) => {
    const source = copySource(contents, request);
    if (source.size > MOST_COPIED_BYTES)
      throw new S3Error(400, 'InvalidRequest', 'The source is larger than the maximum to copy.');
    const file = await contents.duplicate(source);
    const replacing = request.headers['x-amz-metadata-directive'] === 'REPLACE';
    const object: StoredObject = {
      file,
      size: source.size,
      crc32: source.crc32,
      etag: source.etag.includes('-') ? await md5Tag(file) : source.etag,
      modifiedAt: wholeSecond(),
      headers: replacing ? kept(request) : source.headers,
    };
    await contents.put(key, object, conditionOf(request));
    sendXml(response, 200, 'CopyObjectResult', copyResult(object));
  },

  DeleteObject: async (contents, { key }, response) => {
    await contents.delete(key);
    response.writeHead(204).end();
  },

  DeleteObjects: async (contents, { request }, response) => {
    const keys = elementsOf(await receiveText(request), 'Key').map(unescapeXml);
    if (keys.length === 0 || keys.length > MOST_LISTED)
      throw new S3Error(400, 'MalformedXML', 'There must be 1 to 1000 keys.');
    for (const key of keys) await contents.delete(key);
    sendXml(response, 200, 'DeleteResult', {});
  },

  ListObjectsV2: (contents, { bucket, query }, response) => {
    sendXml(response, 200, 'ListBucketResult', { Name: bucket, ...list(contents, query) });
  },

  CreateMultipartUpload: (contents, { bucket, key, request }, response) => {
    const UploadId = contents.begin(key, kept(request));
    sendXml(response, 200, 'InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId });
  },

  UploadPart: async (contents, { key, query, request }, response) => {
    contents.upload(query.get('uploadId') ?? '', key);
    const { file, body } = await receive(contents, request);
    const etag = addPart(contents, key, query, file, body);
    response.writeHead(200, { ETag: etag }).end();
  },

  UploadPartCopy: async (contents, { key, query, request }, response) => {
    const source = copySource(contents, request);
    const range = String(request.headers['x-amz-copy-source-range'] ?? '');
    const span = rangeOf(range, source.size) ?? { start: 0, end: source.size - 1 };
    const file = contents.newFile();
    await pipeline(createReadStream(source.file, span), createWriteStream(file));
    const md5 = (await md5Tag(file)).slice(1, -1);
    const ETag = addPart(contents, key, query, file, { size: span.end - span.start + 1, md5 });
    sendXml(response, 200, 'CopyPartResult', { ETag, LastModified: new Date().toISOString() });
  },

  CompleteMultipartUpload: async (contents, { key, query, request }, response) => {
    const wanted = elementsOf(await receiveText(request), 'Part').map((part) => ({
      number: Number(elementsOf(part, 'PartNumber')[0]),
      etag: unescapeXml(elementsOf(part, 'ETag')[0] ?? ''),
    }));
    const id = query.get('uploadId') ?? '';
    const { etag } = await contents.complete(id, key, wanted, conditionOf(request));
    sendXml(response, 200, 'CompleteMultipartUploadResult', { Key: key, ETag: etag });
  },

  AbortMultipartUpload: async (contents, { key, query }, response) => {
    await contents.abort(query.get('uploadId') ?? '', key);
    response.writeHead(204).end();
  },
};

/** The operation that a method, a path and a query name; undefined for what is not spoken here. */
export function operationOf(
  { method = '', headers }: IncomingMessage,
  key: string,
  query: URLSearchParams,
): string | undefined {
  const copies = headers['x-amz-copy-source'] !== undefined;
  if (key === '') {
    if (method === 'HEAD') return 'HeadBucket';
    if (method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2';
    return method === 'POST' && query.has('delete') ? 'DeleteObjects' : undefined;
  }
  switch (method) {
    case 'HEAD':
      return 'HeadObject';
    case 'GET':
      return 'GetObject';
    case 'PUT':
      if (query.has('uploadId')) return copies ? 'UploadPartCopy' : 'UploadPart';
      return copies ? 'CopyObject' : 'PutObject';
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload';
      return query.has('uploadId') ? 'CompleteMultipartUpload' : undefined;
    case 'DELETE':
      return query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
    default:
      return undefined;
  }
}

function sendObject(
  object: StoredObject,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): void {
  const { file, size, etag, modifiedAt } = object;
  if (headers['if-match'] !== undefined && headers['if-match'] !== etag) throw preconditionFailed();
  if (headers['if-none-match'] === etag) throw new S3Error(304, 'NotModified', 'Not Modified');
  const span = rangeOf(headers.range ?? '', size);
  const { start, end } = span ?? { start: 0, end: size - 1 };
  response.writeHead(span === undefined ? 200 : 206, {
    ...object.headers,
    ETag: etag,
    'Last-Modified': modifiedAt.toUTCString(),
    'Accept-Ranges': 'bytes',
    'Content-Length': end - start + 1,
    ...(span === undefined &&
      object.crc32 !== undefined &&
      headers['x-amz-checksum-mode'] === 'ENABLED' && { 'x-amz-checksum-crc32': object.crc32 }),
    ...(span !== undefined && { 'Content-Range': `bytes ${start}-${end}/${size}` }),
  });
  if (method === 'HEAD' || size === 0) {
    response.end();
    return;
  }
  // The other end may go at any time; the file has been opened by then or is not needed.
  pipeline(createReadStream(file, { start, end }), response).catch(() => response.destroy());
}

function rangeOf(range: string, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range);
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable');
  return { start, end };
}

function list(contents: BucketContents, query: URLSearchParams) {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const most = Math.min(Number(query.get('max-keys') ?? MOST_LISTED), MOST_LISTED);
  const token = query.get('continuation-token');
  const encoded = query.get('encoding-type') === 'url';
  const name = (key: string) =>
    encoded ? encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+') : key;
  let last = token === null ? (query.get('start-after') ?? '') : fromToken(token);
  const keys: string[] = [];
  const prefixes: string[] = [];
  let more = false;
  for (const key of contents.keys(prefix, last)) {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const folder = cut === -1 ? undefined : key.slice(0, cut + delimiter.length);
    if (folder !== undefined && (folder === prefixes.at(-1) || last.startsWith(folder))) continue;
    if (keys.length + prefixes.length === most) {
      more = true;
      break;
    }
    if (folder === undefined) keys.push(key);
    else prefixes.push(folder);
    last = folder ?? key;
  }
  return {
    Prefix: name(prefix),
    KeyCount: keys.length + prefixes.length,
    MaxKeys: most,
    EncodingType: encoded ? 'url' : undefined,
    IsTruncated: more,
    NextContinuationToken: more ? Buffer.from(last).toString('base64') : undefined,
    Contents: keys.map((key) => {
      const { size, etag, modifiedAt } = contents.get(key);
      return { Key: name(key), LastModified: modifiedAt.toISOString(), ETag: etag, Size: size };
    }),
    CommonPrefixes: prefixes.map((folder) => ({ Prefix: name(folder) })),
  };
}

function fromToken(token: string): string {
  return Buffer.from(token, 'base64').toString();
}

async function receive(
  contents: BucketContents,
  request: IncomingMessage,
): Promise<{ readonly file: string; readonly body: ReceivedBody }> {
  const file = contents.newFile();
  try {
    return { file, body: await receiveToFile(request, file) };
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

function addPart(
  contents: BucketContents,
  key: string,
  query: URLSearchParams,
  file: string,
  body: Pick<ReceivedBody, 'size' | 'md5'>,
): string {
  const number = Number(query.get('partNumber'));
  return contents.addPart(query.get('uploadId') ?? '', key, number, file, body);
}

function copySource(contents: BucketContents, { headers }: IncomingMessage): StoredObject {
  const source = decodeURIComponent(String(headers['x-amz-copy-source'])).replace(/^\//, '');
  const object = contents.get(source.slice(source.indexOf('/') + 1));
  const wanted = headers['x-amz-copy-source-if-match'];
  if (wanted !== undefined && wanted !== object.etag) throw preconditionFailed();
  return object;
}

function copyResult({ etag, modifiedAt }: StoredObject) {
  return { ETag: etag, LastModified: modifiedAt.toISOString() };
}

function conditionOf({ headers }: IncomingMessage): WriteCondition {
  return { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
}

function kept({ headers }: IncomingMessage): StoredObject['headers'] {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name === 'content-type' || name.startsWith('x-amz-meta-'))
      .map(([name, value]) => [name, String(value)]),
  );
}

async function md5Tag(file: string): Promise<string> {
  const digest = createHash('md5');
  for await (const chunk of createReadStream(file)) digest.update(chunk as Buffer);
  return `"${digest.digest('hex')}"`;
}
