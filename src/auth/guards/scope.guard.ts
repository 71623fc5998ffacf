import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Actor } from '../../access/actor.js';
import { AuditLog } from '../../access/audit.js';
import { DomainError } from '../../errors/domain-error.js';
import { demandOf, type Demand } from './route-demand.js';

/** The last guard: lets an actor through who has all the scopes of the route, and nobody to a route that names none. */
@Injectable()
export class ScopeGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {DomainError} `forbidden`. */
  canActivate(context: ExecutionContext): boolean {
    const demand = demandOf(this.reflector, context);
    if (demand === 'public') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const reason = lackingOf(request.actor, demand);
    if (reason !== undefined) {
      this.audit.record({ event: 'access.denied', outcome: 'failure', reason }, request);
      throw new DomainError('forbidden', `This needs what the credential lacks: ${reason}.`);
    }
    this.noteUse(request);
    return true;
  }

  /** What is done with an upload signature is an event of its own, the upload. */
  private noteUse(request: Request): void {
    const { type = 'upload-signature' } = request.actor ?? {};
    if (type !== 'upload-signature')
      this.audit.record({ event: USES[type], outcome: 'success' }, request);
  }
}

const USES = {
  user: 'session.success',
  'api-key': 'api_key.success',
} as const;

/** What the route demands and the actor has not; undefined when nothing lacks. */
function lackingOf(
  actor: Actor | undefined,
  demand: Exclude<Demand, 'public'>,
): string | undefined {
  if (actor === undefined || demand === 'unstated') return 'a route that is open';
  if (demand === 'person') return actor.type === 'user' ? undefined : 'a person who is signed in';
  const lacking = demand.filter((scope) => !actor.scopes.includes(scope));
  return lacking.length === 0 ? undefined : `scope ${lacking.join(', ')}`;
}
