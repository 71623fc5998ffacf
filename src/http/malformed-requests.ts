import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../errors/domain-error.js';
import { ERROR_CATALOGUE, type ErrorCode } from '../errors/error-catalogue.js';
import { toProblem } from './problem.js';

/** What Node's parser calls a request that is more than bytes it cannot read. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'request-headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};
/** The authority in front of the path, when a request is written as to a proxy. */
const AUTHORITY = /^https?:\/\/[^/?#]*/i;

/**
 * Answers with problems what is no HTTP, or too much of it: it never becomes a request, so that no filter gets to see it.
 * An expectation that nobody here knows is none (RFC 9110, 10.1.1).
 * @returns middleware that has to see every request: nothing is said in the middle of an answer.
 */
export function answerMalformedRequests(server: Server) {
  const underWay = new WeakMap<Socket, ServerResponse>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const response = underWay.get(socket);
    const between = response === undefined || response.writableEnded || !response.headersSent;
    if (socket.writable && between) socket.end(describeFailure(error), () => socket.destroy());
    else socket.destroy();
  });
  // A tunnel is asked of proxies; without a listener Node hangs up on who asks for one.
  server.on('connect', (_request, socket) => {
    if (socket.writable) socket.end(describe('method-not-allowed', 'CONNECT is not allowed here.'));
    else socket.destroy();
  });
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return (request: Request, response: Response, next: NextFunction): void => {
    underWay.set(request.socket, response);
    next();
  };
}

/**
 * Middleware that brings a request for `http://host/path` into the usual form, which every server has to take
 * (RFC 9112, 3.2.2).
 */
export function toOriginForm(request: Request, _response: Response, next: NextFunction): void {
  if (!request.url.startsWith('/') && AUTHORITY.test(request.url)) {
    const path = request.url.replace(AUTHORITY, '');
    request.url = path.startsWith('/') ? path : `/${path}`;
    request.originalUrl = request.url;
  }
  next();
}

function describeFailure({ code = '' }: NodeJS.ErrnoException): string {
  const kind = CODES[code] ?? 'invalid-request';
  const { title } = ERROR_CATALOGUE[kind];
  return describe(
    kind,
    kind === 'invalid-request' ? 'This is no valid HTTP request.' : `${title}.`,
  );
}

/** A whole answer, written to a connection that has no response. */
function describe(code: ErrorCode, detail: string): string {
  const { status } = ERROR_CATALOGUE[code];
  const requestId = randomUUID();
  const body = JSON.stringify(toProblem(new DomainError(code, detail), '/', requestId));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `X-Request-Id: ${requestId}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    // No method is allowed on an address of the form that only a tunnel has.
    ...(code === 'method-not-allowed' ? ['Allow:'] : []),
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
