import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  getOptionsToken,
  getStorageToken,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { credentialOf, type Actor } from '../../access/actor.js';
import { AuditLog } from '../../access/audit.js';
import type { CredentialLimits } from '../../access/credential-limits.js';
import { Environment } from '../../config/environment.js';
import { DomainError } from '../../errors/domain-error.js';

/** Requests a window of a signed-in person: a console page makes several at once. */
const SESSION_LIMIT = 600;

/**
 * Limits each credential over all routes together; it stands behind the guard that names the actor. Public routes have
 * limits of their own, and come here with a key that opens what is not for everybody.
 */
@Injectable()
export class ActorThrottlerGuard extends ThrottlerGuard implements CredentialLimits {
  constructor(
    @Inject(getOptionsToken()) options: ThrottlerModuleOptions,
    @Inject(getStorageToken()) storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly environment: Environment,
    private readonly audit: AuditLog,
  ) {
    super(options, storage, reflector);
  }

  /**
   * There is one limit, and it is the credential's: what the library reads of each route's decorators is not asked for.
   * @throws {DomainError} `too-many-requests` over the limit.
   */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const { actor } = request;
    if (actor !== undefined) await this.spend(actor, request, http.getResponse<Response>());
    return true;
  }

  /** @throws {DomainError} `too-many-requests` over the limit. */
  async spend(actor: Actor, request: Request, response: Response): Promise<void> {
    const limit = this.limitOf(actor);
    const window = this.environment.API_KEY_RATE_WINDOW_S;
    // The credential alone: a limit that named the route, too, would be one limit for each route.
    const key = credentialOf(actor);
    const verdict = await this.storageService.increment(key, window * 1000, limit, 0, key);
    const remaining = Math.max(0, limit - verdict.totalHits);
    tellLimits(response, { limit, remaining, reset: verdict.timeToExpire, window });
    if (!verdict.isBlocked) return;
    const keyId = actor.type === 'api-key' ? { keyId: actor.keyId } : {};
    const reason = `${limit}/${window} s`;
    this.audit.record(
      { event: 'api_key.rate_limited', outcome: 'failure', reason, actor, ...keyId },
      request,
    );
    throw new DomainError('too-many-requests', `At most ${limit} requests in ${window} seconds.`, {
      retryAfterSeconds: verdict.timeToExpire,
    });
  }

  private limitOf(actor: Actor): number {
    if (actor.type === 'user') return SESSION_LIMIT;
    const own = actor.type === 'api-key' ? actor.rateLimit : null;
    return own ?? this.environment.API_KEY_RATE_LIMIT;
  }
}

interface Limits {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds. */
  readonly reset: number;
  /** Seconds. */
  readonly window: number;
}

/** `RateLimit` and `RateLimit-Policy` as draft-ietf-httpapi-ratelimit-headers-10 writes them, and the older names. */
function tellLimits(response: Response, { limit, remaining, reset, window }: Limits): void {
  response.setHeader('RateLimit-Policy', `"default";q=${limit};w=${window}`);
  response.setHeader('RateLimit', `"default";r=${remaining};t=${reset}`);
  response.setHeader('X-RateLimit-Limit', limit);
  response.setHeader('X-RateLimit-Remaining', remaining);
  response.setHeader('X-RateLimit-Reset', reset);
}
