import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { fingerprintOf, IdempotentRequests } from './idempotent-requests.js';

/** Has routes with a JSON body or none do what is asked for once under an `Idempotency-Key`. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor<unknown, unknown> {
  constructor(private readonly requests: IdempotentRequests) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const body: unknown = request.body;
    return from(
      this.requests.answer(request, http.getResponse<Response>(), {
        fingerprint: fingerprintOf(request.method, request.originalUrl, body),
        run: () => lastValueFrom(next.handle()),
      }),
    );
  }
}
