import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { Public } from '../access/access.decorators.js';
import { DomainError } from '../errors/domain-error.js';
import { writesAnswer } from './handler-arguments.js';

const JSON_TYPE = 'application/json';
/** As the answer is labelled, and without what JSON has no use for but many clients write. */
const OFFERED = [JSON_TYPE, `${JSON_TYPE}; charset=utf-8`];
/** What nearly everybody sends, and needs no reading. */
const USUAL = new Set([undefined, '', '*/*', JSON_TYPE]);

/**
 * Refuses who wants no JSON from a protected route that answers with nothing else, before anything is done. Public routes
 * take no notice, as RFC 9110, 12.4.1 allows: browsers, players and probes ask them with whatever they send to everybody.
 */
export class AcceptableAnswerInterceptor implements NestInterceptor {
  private readonly known = new WeakMap<object, boolean>();

  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    if (!USUAL.has(request.headers.accept) && this.answersJson(context)) assertAccepted(request);
    return next.handle();
  }

  private answersJson(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    let answer = this.known.get(handler);
    if (answer === undefined) {
      const targets = [handler, context.getClass()];
      const isPublic = this.reflector.getAllAndOverride(Public, targets) as true | undefined;
      answer = isPublic !== true && !writesAnswer(context);
      this.known.set(handler, answer);
    }
    return answer;
  }
}

/** @throws {DomainError} `not-acceptable`. */
function assertAccepted(request: Request): void {
  if (request.accepts(OFFERED) !== false) return;
  throw new DomainError('not-acceptable', `This is answered as ${JSON_TYPE} only.`);
}
