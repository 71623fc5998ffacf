import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { Public, RequireScopes } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import type { Scope } from '../access/scopes.js';
import { AuditLog } from '../access/audit.js';
import { DomainError } from '../errors/domain-error.js';
import { Credentials } from './credentials/credentials.js';
import type { Credential } from './credentials/credential-reader.js';

/** What a route demands: nothing, these scopes, or what nobody has because the route says nothing. */
type Demand = 'public' | 'unstated' | readonly Scope[];

type Refused = Exclude<Credential, { kind: 'accepted' }>;

/** Denies every request but those to public routes, and those with a credential that has the route's scopes. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly credentials: Credentials,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {DomainError} `unauthenticated` or `forbidden`. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const demand = this.demandOf(context);
    if (demand === 'public') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const credential = await this.credentials.read(request);
    if (credential.kind !== 'accepted') {
      this.noteRefusal(credential, request);
      throw refusal(credential, http.getResponse<Response>());
    }
    request.actor = credential.actor;
    const lacking = lackingScopes(credential.actor, demand);
    if (lacking !== undefined) {
      this.audit.record({ event: 'access.denied', outcome: 'failure', reason: lacking }, request);
      throw new DomainError('forbidden', `This needs what the credential lacks: ${lacking}.`);
    }
    const event = credential.actor.type === 'user' ? 'session.success' : 'api_key.success';
    this.audit.record({ event, outcome: 'success' }, request);
    return true;
  }

  private noteRefusal(credential: Refused, request: Request): void {
    if (credential.kind === 'none') {
      this.audit.record(
        { event: 'access.denied', outcome: 'failure', reason: 'no-credential' },
        request,
      );
      return;
    }
    const { event, reason, keyId } = credential;
    this.audit.record(
      { event, outcome: 'failure', reason, ...(keyId !== undefined && { keyId }) },
      request,
    );
  }

  /** A handler's own word goes before its class's. */
  private demandOf(context: ExecutionContext): Demand {
    for (const target of [context.getHandler(), context.getClass()]) {
      if ((this.reflector.get(Public, target) as true | undefined) === true) return 'public';
      const scopes = this.reflector.get(RequireScopes, target) as readonly Scope[] | undefined;
      if (scopes !== undefined) return scopes;
    }
    return 'unstated';
  }
}

function refusal(credential: Refused, response: Response): DomainError {
  if (credential.kind === 'rejected' && credential.reason === 'origin-not-trusted') {
    return new DomainError('forbidden', 'A session may act only from a page of a trusted origin.');
  }
  const missing = credential.kind === 'none';
  response.setHeader('WWW-Authenticate', missing ? 'Bearer' : 'Bearer error="invalid_token"');
  return new DomainError(
    'unauthenticated',
    missing ? 'Send an API key as "Authorization: Bearer sk_…".' : 'The credential is not valid.',
  );
}

/** What the route demands and the actor has not; undefined when nothing lacks. */
function lackingScopes(actor: Actor, demand: 'unstated' | readonly Scope[]): string | undefined {
  if (demand === 'unstated') return 'a route that is open';
  const lacking = demand.filter((scope) => !actor.scopes.includes(scope));
  return lacking.length === 0 ? undefined : `scope ${lacking.join(', ')}`;
}
