import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DomainError } from '../errors/domain-error.js';
import { isDatabaseAway } from '../errors/system-failures.js';
import { ERROR_CATALOGUE } from '../errors/error-catalogue.js';
import { allowedMethods } from './allowed-methods.js';
import { toDomainError, toProblem } from './problem.js';
import { requestIdOf } from './request-id.js';

/** What is read of an unwanted body for the sake of the connection, bytes. */
const LARGEST_SKIPPED_BODY = 1024 * 1024;

/** Answers every failure, of every route, with an RFC 9457 problem. */
@Catch()
export class ProblemFilter implements ExceptionFilter<unknown> {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    let error = toDomainError(thrown);
    if (error.code === 'internal-error' || isDatabaseAway(thrown)) this.logger.error(thrown);
    // A stream that failed half way has sent its status: the only honest answer left is to cut it.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (error.code === 'not-found') error = this.orWrongMethod(error, request, response);
    sendProblem(error, request, response);
  }

  private orWrongMethod(error: DomainError, request: Request, response: Response): DomainError {
    const methods = allowedMethods(request);
    // A route of this method was found, and did not find what the path names.
    if (methods.length === 0 || methods.includes(request.method)) return error;
    response.setHeader('Allow', methods.join(', '));
    return new DomainError('method-not-allowed', `${request.method} is not allowed here.`);
  }
}

/** Writes the problem answer to a request whose headers have not been sent. */
export function sendProblem(error: DomainError, request: Request, response: Response): void {
  const instance = request.originalUrl.split('?', 1)[0] ?? '/';
  const problem = toProblem(error, instance, requestIdOf(request));
  for (const header of [
    'Content-Length',
    'Content-Disposition',
    'ETag',
    'Last-Modified',
    'Accept-Ranges',
  ]) {
    response.removeHeader(header);
  }
  response.setHeader('Cache-Control', 'no-store');
  if (error.retryAfterSeconds !== undefined) {
    response.setHeader('Retry-After', String(error.retryAfterSeconds));
  }
  if (error.code === 'unauthenticated' && !response.hasHeader('WWW-Authenticate')) {
    response.setHeader('WWW-Authenticate', 'Bearer');
  }
  // The connection goes with a body that nobody reads. A short one is read and thrown away, since a client that is cut off
  // while it still sends does not get to see the answer.
  if (hasBody(request) && !request.complete) {
    if (isShort(request)) request.resume();
    else response.setHeader('Connection', 'close');
  }
  const body = JSON.stringify(problem);
  response.writeHead(ERROR_CATALOGUE[error.code].status, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function isShort({ headers }: Request): boolean {
  return Number(headers['content-length'] ?? Infinity) <= LARGEST_SKIPPED_BODY;
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
