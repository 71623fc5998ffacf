import { pipeline } from 'node:stream/promises';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import fresh from 'fresh';
import parseRange from 'range-parser';
import { DomainError } from '../errors/domain-error.js';

const MOST_LISTENERS = 20;

/** An inclusive span of bytes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Bytes that know how they are written, once. */
export interface Sendable {
  /** Writes them and ends what they are written to. */
  readonly sendTo: (output: Writable) => Promise<void>;
}

/** Bytes that can be sent whole or in part, with their validators. */
export interface Representation {
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  /** Strong, quoted. */
  readonly etag: string;
  readonly lastModified: Date;
  /** Further headers, the same on 200, 206 and 304. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the proxy in front finds the whole of the bytes and sends them itself; undefined: they are sent from here. */
  readonly handedOver?: string | undefined;
  readonly body: Buffer | ((span: Span | undefined) => Promise<Readable | Sendable>);
}

/**
 * Answers a GET or HEAD as RFC 9110 says: 304 to a fresh validator, 206 to a single satisfiable range, 200 otherwise.
 * Several ranges at once are answered with the whole, as section 14.2 allows.
 * @throws {DomainError} `range-not-satisfiable`, with `Content-Range` already set.
 */
export async function sendRepresentation(
  request: IncomingMessage,
  response: ServerResponse,
  representation: Representation,
): Promise<void> {
  const { etag, lastModified, size } = representation;
  setHeaders(response, representation);
  if (isUnchanged(request.headers, etag, lastModified.toUTCString())) {
    response.statusCode = 304;
    response.end();
    return;
  }
  if (isHandedOver(request, representation)) {
    // The length matters: nginx takes a body without one for a stream, at a third of the rate.
    response.setHeader('Content-Type', representation.contentType);
    response.setHeader('Content-Length', 0);
    response.setHeader('X-Accel-Redirect', representation.handedOver);
    response.end();
    return;
  }
  const span = requestedSpan(request, representation);
  if (span === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${size}`);
    throw new DomainError('range-not-satisfiable', `The asset has ${size} bytes.`);
  }
  response.setHeader('Content-Type', representation.contentType);
  if (span === undefined) {
    response.setHeader('Content-Length', size);
  } else {
    response.statusCode = 206;
    response.setHeader('Content-Range', `bytes ${span.start}-${span.end}/${size}`);
    response.setHeader('Content-Length', span.end - span.start + 1);
  }
  await sendBody(request, response, representation, span);
}

/** Parts are sent from here, by our rules for them. */
function isHandedOver(
  { headers }: Pick<IncomingMessage, 'headers'>,
  representation: Representation,
): representation is Representation & { readonly handedOver: string } {
  return representation.handedOver !== undefined && headers.range === undefined;
}

/**
 * Whether the client has these bytes already (RFC 9110, 13.1.2 and 13.1.3). Its `Cache-Control` is for caches on the way:
 * a client that revalidates past them still has what it names.
 */
export function isUnchanged(
  headers: IncomingHttpHeaders,
  etag: string,
  lastModified: string,
): boolean {
  return fresh(
    {
      'if-none-match': headers['if-none-match'],
      'if-modified-since': headers['if-modified-since'],
    },
    { etag, 'last-modified': lastModified },
  );
}

function setHeaders(
  response: ServerResponse,
  { etag, lastModified, headers }: Representation,
): void {
  response.setHeader('ETag', etag);
  response.setHeader('Last-Modified', lastModified.toUTCString());
  response.setHeader('Accept-Ranges', 'bytes');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

function requestedSpan(
  request: IncomingMessage,
  { etag, size }: Representation,
): Span | 'unsatisfiable' | undefined {
  const { range } = request.headers;
  if (range === undefined || request.method !== 'GET') return undefined;
  const condition = request.headers['if-range'];
  // A date says too little (RFC 9110, 13.1.5): what is stored anew within the second has the same.
  if (typeof condition === 'string' && condition !== etag) return undefined;
  const spans = parseRange(size, withinSize(range, size), { combine: true });
  // -2: not a range at all, which section 14.2 has us ignore.
  if (spans === -2) return undefined;
  if (spans === -1) return 'unsatisfiable';
  const [first, second] = spans;
  return spans.type === 'bytes' && first !== undefined && second === undefined ? first : undefined;
}

/** The last bytes of what has fewer are all of it (RFC 9110, 14.1.2); the parser takes them for out of range. */
function withinSize(range: string, size: number): string {
  return range.replaceAll(/([=,]\s*)-(\d+)/g, (_whole, before: string, length: string) => {
    return `${before}-${Math.min(Number(length), size)}`;
  });
}

async function sendBody(
  request: IncomingMessage,
  response: ServerResponse,
  { body }: Representation,
  span: Span | undefined,
): Promise<void> {
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  if (Buffer.isBuffer(body)) {
    response.end(span === undefined ? body : body.subarray(span.start, span.end + 1));
    return;
  }
  const bytes = await body(span);
  // The pipeline's own listeners beside those of log, metrics and shutdown: more than ten are no leak here.
  response.setMaxListeners(MOST_LISTENERS);
  try {
    if ('sendTo' in bytes) await bytes.sendTo(response);
    else await pipeline(bytes, response);
  } catch (error) {
    // The client went away in mid-answer: nobody is left to tell.
    if (response.closed || response.destroyed) return;
    throw error;
  }
}
