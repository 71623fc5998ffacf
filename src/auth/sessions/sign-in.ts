import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DomainError } from '../../errors/domain-error.js';
import { AuthServer } from '../accounts/auth-server.js';
import { TrustedOrigins } from '../accounts/trusted-origins.js';
import { assertPasswordAllowed } from '../passwords/password-policy.js';
import { takeAuthAnswer, toAuthRequest } from './auth-request.js';
import type { AccountDto, ChangePassword, SignIn as SignInDto } from './session.dto.js';

/** Opens and closes sessions and changes passwords, through Better Auth's own routes. */
@Injectable()
export class SignIn {
  constructor(
    private readonly server: AuthServer,
    private readonly origins: TrustedOrigins,
  ) {}

  /**
   * Opens a session and sets its cookie. An unknown address and a wrong password are the same answer after the same work.
   * @throws {DomainError} `unauthenticated`, or `forbidden` from a foreign page.
   */
  async signIn(body: SignInDto, request: Request, response: Response): Promise<AccountDto> {
    this.refuseForeign(request);
    const answer = await this.server.auth.handler(toAuthRequest(request, body));
    if (answer.status === 401)
      throw new DomainError('unauthenticated', 'The e-mail or the password is wrong.');
    return accountOf(await takeAuthAnswer(answer, response));
  }

  /** Closes the session of the cookie, if there is one, and removes the cookie. */
  async signOut(request: Request, response: Response): Promise<void> {
    this.refuseForeign(request);
    await takeAuthAnswer(await this.server.auth.handler(toAuthRequest(request, {})), response);
  }

  /** Keeps a session in use alive: the cookie of one a day old is renewed. */
  async refresh(request: Request, response: Response): Promise<void> {
    await takeAuthAnswer(
      await this.server.auth.handler(toAuthRequest(request, undefined)),
      response,
    );
  }

  /**
   * Changes the password of the session's account; every other session ends unless the caller keeps them.
   * @throws {DomainError} `invalid-request` when the current password is wrong or the new one breaks the policy.
   */
  async changePassword(
    change: ChangePassword,
    email: string,
    request: Request,
    response: Response,
  ): Promise<void> {
    await assertPasswordAllowed(change.newPassword, email, 'newPassword');
    const { currentPassword, newPassword, revokeOtherSessions = true } = change;
    const body = { currentPassword, newPassword, revokeOtherSessions };
    const answer = await this.server.auth.handler(toAuthRequest(request, body));
    if (answer.status === 400) {
      throw new DomainError('invalid-request', 'The current password is wrong.', {
        violations: [{ field: 'currentPassword', message: 'The current password is wrong.' }],
      });
    }
    await takeAuthAnswer(answer, response);
  }

  private refuseForeign(request: Request): void {
    if (this.origins.isForeign(request)) {
      throw new DomainError('forbidden', 'A session may act only from a page of a trusted origin.');
    }
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
