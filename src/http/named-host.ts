import type { IncomingMessage, Server } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../errors/domain-error.js';
import { sendProblem } from './problem.filter.js';

/** A name or an address, and a port (RFC 9110, 7.2); empty where the URL names no host. */
const HOST = /^(\[[\da-f:.]+\]|[\w.~!$&'()*+;=%-]*)(:\d{0,5})?$/i;

/**
 * Whether a request names its host once and soundly, as HTTP/1.1 demands (RFC 9112, 3.2). What came before may leave it
 * out; what comes after speaks in another way.
 */
export function namesHost({
  rawHeaders,
  headers,
  httpVersion,
}: Pick<IncomingMessage, 'rawHeaders' | 'headers' | 'httpVersion'>): boolean {
  let count = 0;
  // Only here does a second one show: of the headers by name the first counts.
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  if (count === 0) return httpVersion === '1.0';
  return count === 1 && httpVersion.startsWith('1.') && HOST.test(headers.host ?? '');
}

/** Refuses requests that name no host with a problem. Left to itself, Node answers them without a word. */
export function demandHost(server: Server) {
  // Node reads it anew at each request; its types know it only as an option for making a server.
  Object.assign(server, { requireHostHeader: false });
  return (request: Request, response: Response, next: NextFunction): void => {
    if (namesHost(request)) {
      next();
      return;
    }
    const detail = 'An HTTP/1.1 request has one Host header, with a valid host.';
    response.setHeader('Connection', 'close');
    sendProblem(new DomainError('invalid-request', detail), request, response);
  };
}
