import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AuditLog } from '../../access/audit.js';
import { DomainError } from '../../errors/domain-error.js';
import { isNotKept } from '../../errors/system-failures.js';
import { clientIp } from '../../http/client-ip.js';
import { SignInLimits } from '../../http/rate-limit/sign-in-limits.js';
import { AuthServer } from '../accounts/auth-server.js';
import { TrustedOrigins } from '../accounts/trusted-origins.js';
import { assertPasswordAllowed } from '../passwords/password-policy.js';
import { setCookies, takeAuthAnswer, toAuthRequest } from './auth-request.js';
import type { AccountDto, ChangePassword, SignIn as SignInDto } from './session.dto.js';
import { Sessions } from './sessions.js';

/** Opens and closes sessions and changes passwords, through Better Auth's own routes. */
@Injectable()
export class SignIn {
  private readonly logger = new Logger(SignIn.name);

  constructor(
    private readonly server: AuthServer,
    private readonly origins: TrustedOrigins,
    private readonly sessions: Sessions,
    private readonly limits: SignInLimits,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Opens a session and sets its cookie. An unknown address and a wrong password are the same answer after the same work.
   * @throws {DomainError} `unauthenticated`, `too-many-requests`, or `forbidden` from a foreign page.
   */
  async signIn(body: SignInDto, request: Request, response: Response): Promise<AccountDto> {
    if (this.origins.isForeign(request)) {
      throw new DomainError('forbidden', 'A session may act only from a page of a trusted origin.');
    }
    const { email } = body;
    const attempt = await this.limits.begin(clientIp(request), email).catch((error: unknown) => {
      this.audit.record(
        { event: 'sign_in.rate_limited', outcome: 'failure', subject: email },
        request,
      );
      throw error;
    });
    const answer = await this.server.auth.handler(toAuthRequest(request, body));
    if (answer.status === 401) {
      this.audit.record(
        {
          event: 'sign_in.failed',
          outcome: 'failure',
          reason: 'wrong-credentials',
          subject: body.email,
        },
        request,
      );
      throw new DomainError('unauthenticated', 'The e-mail or the password is wrong.');
    }
    const account = accountOf(await takeAuthAnswer(answer, response));
    await attempt.succeeded();
    await this.endPrevious(request);
    // Where sessions are added, so that those that have expired do not gather.
    await this.sessions.forgetExpired();
    const actor = { type: 'user', id: account.id, name: account.name } as const;
    this.audit.record({ event: 'sign_in.success', outcome: 'success', actor }, request);
    return account;
  }

  /** Removes the cookie of a session that has been ended. */
  async signOut(request: Request, response: Response): Promise<void> {
    await takeAuthAnswer(await this.server.auth.handler(toAuthRequest(request, {})), response);
    this.audit.record({ event: 'sign_out', outcome: 'success' }, request);
  }

  /**
   * Keeps a session in use alive: the cookie of one a day old is renewed. While the database can only be read the session
   * stays as it is, which is no reason to keep its person out.
   */
  async refresh(request: Request, response: Response): Promise<void> {
    try {
      const { headers } = await this.server.auth.api.getSession({
        // Asked by GET the library only looks.
        method: 'POST',
        headers: new Headers({ cookie: request.headers.cookie ?? '' }),
        returnHeaders: true,
      });
      setCookies(headers, response);
    } catch (error) {
      if (!isNotKept(error)) throw error;
      this.logger.warn({ err: error, msg: 'a session was not renewed' });
    }
  }

  /**
   * Changes the password of the session's account; every other session ends unless the caller keeps them.
   * @throws {DomainError} `invalid-request` when the current password is wrong or the new one breaks the policy,
   * `too-many-requests` when the session has given wrong ones too often.
   */
  async changePassword(
    change: ChangePassword,
    { email, sessionId }: { readonly email: string; readonly sessionId: string },
    request: Request,
    response: Response,
  ): Promise<void> {
    await assertPasswordAllowed(change.newPassword, email, 'newPassword');
    const failed = (reason: string) => {
      this.audit.record({ event: 'password.change_failed', outcome: 'failure', reason }, request);
    };
    const attempt = await this.limits.beginChange(sessionId).catch((error: unknown) => {
      failed('rate-limited');
      throw error;
    });
    const { currentPassword, newPassword, revokeOtherSessions = true } = change;
    const body = { currentPassword, newPassword, revokeOtherSessions };
    const answer = await this.server.auth.handler(toAuthRequest(request, body));
    if (answer.status === 400) {
      failed('wrong-password');
      throw new DomainError('invalid-request', 'The current password is wrong.', {
        violations: [{ field: 'currentPassword', message: 'The current password is wrong.' }],
      });
    }
    await takeAuthAnswer(answer, response);
    await attempt.succeeded();
    this.audit.record({ event: 'password.changed', outcome: 'success' }, request);
  }

  /** The session that the browser had is none any more: its cookie is replaced, and whoever has copied it may not go on. */
  private async endPrevious({ headers: { cookie } }: Request): Promise<void> {
    if (cookie === undefined) return;
    const headers = new Headers({ cookie });
    const previous = await this.server.auth.api.getSession({ headers });
    if (previous === null) return;
    const { internalAdapter } = await this.server.auth.$context;
    await internalAdapter.deleteSession(previous.session.token);
  }
}

/** @throws {DomainError} `internal-error` when the answer names no account. */
function accountOf(answer: unknown): AccountDto {
  if (typeof answer === 'object' && answer !== null && 'user' in answer) {
    const { user } = answer;
    if (
      typeof user === 'object' &&
      user !== null &&
      'id' in user &&
      'name' in user &&
      'email' in user
    ) {
      return { id: String(user.id), name: String(user.name), email: String(user.email) };
    }
  }
  throw new DomainError('internal-error', 'Something went wrong on our side.');
}
