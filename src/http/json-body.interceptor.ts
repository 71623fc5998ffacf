import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import express, { type Request, type Response } from 'express';
import { from, switchMap, type Observable } from 'rxjs';
import { DomainError } from '../errors/domain-error.js';
import { takesBody } from './handler-arguments.js';

const MAX_JSON_BYTES = 256 * 1024;

/**
 * Parses a JSON body after the guards have let the request through, so that nobody unknown makes us read one.
 * Of any other type it is refused, and not taken for none. What a handler streams stays unread.
 */
@Injectable()
export class JsonBodyInterceptor implements NestInterceptor {
  private readonly parse = express.json({ limit: MAX_JSON_BYTES });

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (takesBody(context)) assertJson(request);
    if (request.is('json') === false || request.readableEnded) return next.handle();
    return from(this.read(request, http.getResponse<Response>())).pipe(
      switchMap(() => next.handle()),
    );
  }

  private read(request: Request, response: Response): Promise<void> {
    return new Promise((resolve, reject) => {
      this.parse(request, response, (error?: unknown) => {
        if (error === undefined) resolve();
        else reject(describe(error));
      });
    });
  }
}

/** @throws {DomainError} for a body that is not declared to be JSON, and for none. */
function assertJson(request: Request): void {
  if (typeof request.is('json') === 'string') return;
  const { 'transfer-encoding': coding, 'content-length': length = '0' } = request.headers;
  if (coding === undefined && length === '0') {
    throw new DomainError('invalid-request', 'A JSON body is needed.');
  }
  throw new DomainError('unsupported-media-type', 'The body must be application/json.');
}

function describe(error: unknown): Error {
  if (error instanceof SyntaxError) {
    return new DomainError('invalid-request', 'The body is not valid JSON.', { cause: error });
  }
  if (error instanceof Error && 'type' in error && error.type === 'entity.too.large') {
    return new DomainError('too-large', `A JSON body may hold ${MAX_JSON_BYTES / 1024} KiB.`, {
      cause: error,
    });
  }
  return error instanceof Error
    ? error
    : new Error('The body could not be parsed.', { cause: error });
}
