import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { AuditLog } from '../../access/audit.js';
import { DomainError } from '../../errors/domain-error.js';
import { clientIp } from '../../http/client-ip.js';
import type { Credential } from '../credentials/credential-reader.js';
import { Credentials } from '../credentials/credentials.js';
import { acceptsUploadSignature, demandOf } from './route-demand.js';

type Refused = Exclude<Credential, { kind: 'accepted' }>;

/** The first guard: names the actor of every request but those to public routes, for which it looks nothing up. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly credentials: Credentials,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {DomainError} `unauthenticated`, `signature-expired`, or `forbidden` for a session on a foreign page. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (demandOf(this.reflector, context) === 'public') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    // What is for one credential is for no cache, be it shared or a browser's (RFC 9111, 5.2.2.5).
    http.getResponse<Response>().setHeader('Cache-Control', 'no-store');
    // What is written down of the request later has to tell where it came from, however it ends.
    clientIp(request);
    const credential = acceptsUploadSignature(this.reflector, context)
      ? await this.credentials.readWithSignature(request)
      : await this.credentials.read(request);
    if (credential.kind !== 'accepted') {
      this.note(credential, request);
      throw refusal(credential, http.getResponse<Response>());
    }
    request.actor = credential.actor;
    return true;
  }

  private note(credential: Refused, request: Request): void {
    if (credential.kind === 'none') {
      const reason = 'no-credential';
      this.audit.record({ event: 'access.denied', outcome: 'failure', reason }, request);
      return;
    }
    const { event, reason, keyId } = credential;
    this.audit.record(
      { event, outcome: 'failure', reason, ...(keyId !== undefined && { keyId }) },
      request,
    );
  }
}

function refusal(credential: Refused, response: Response): DomainError {
  if (credential.kind === 'rejected' && credential.reason === 'origin-not-trusted') {
    return new DomainError('forbidden', 'A session may act only from a page of a trusted origin.');
  }
  if (credential.kind === 'rejected' && credential.reason === 'signature-expired') {
    return new DomainError(
      'signature-expired',
      'The upload signature was good until a time that has passed.',
    );
  }
  const missing = credential.kind === 'none';
  response.setHeader('WWW-Authenticate', missing ? 'Bearer' : 'Bearer error="invalid_token"');
  return new DomainError(
    'unauthenticated',
    missing ? 'Send an API key as "Authorization: Bearer sk_…".' : 'The credential is not valid.',
  );
}
