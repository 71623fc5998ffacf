import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CurrentActor, Public } from '../../access/access.decorators.js';
import type { Actor, UserActor } from '../../access/actor.js';
import { AuditLog } from '../../access/audit.js';
import { Authenticator } from '../../access/authenticator.js';
import { RequirePerson } from '../../access/require-person.decorator.js';
import { DomainError } from '../../errors/domain-error.js';
import { Problems } from '../../http/problems.decorator.js';
import { AUTH_BASE_PATH } from '../accounts/better-auth.js';
import { Accounts } from '../setup/accounts.js';
import {
  ChangePassword,
  CurrentSession,
  Done,
  RevokeSession,
  SessionDto,
  SignedIn,
  SignIn as SignInDto,
  UpdateAccount,
} from './session.dto.js';
import { Sessions, type Session } from './sessions.js';
import { SignIn } from './sign-in.js';

/** Sign-in, sessions and the password: the console's part of the API, where Better Auth's clients look for it. */
@ApiTags('Sessions')
@Controller(AUTH_BASE_PATH)
export class SessionsController {
  constructor(
    private readonly signIns: SignIn,
    private readonly sessions: Sessions,
    private readonly accounts: Accounts,
    private readonly credentials: Authenticator,
    private readonly audit: AuditLog,
  ) {}

  /** Opens a session; its cookie is `HttpOnly`, `SameSite=Strict` and, on https, `Secure`. */
  @Post('sign-in/email')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in' })
  @ApiOkResponse({ type: SignedIn })
  @Problems('unauthenticated', 'forbidden', 'too-many-requests', 'too-busy')
  async signIn(
    @Body() body: SignInDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedIn> {
    return { user: await this.signIns.signIn(body, request, response) };
  }

  /** Accounts are made at the set-up only. */
  @Post('sign-up/email')
  @Public()
  @ApiExcludeEndpoint()
  signUp(): never {
    throw new DomainError('forbidden', 'Sign-up is closed.');
  }

  /** Ends the session that asks, and removes its cookie. */
  @Post('sign-out')
  @RequirePerson()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign out' })
  @ApiOkResponse({ type: Done })
  async signOut(
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Done> {
    // The library says that it is done even when the session could not be removed.
    await this.sessions.endOwn(assertPerson(actor));
    await this.signIns.signOut(request, response);
    return { success: true };
  }

  /** Who is signed in; both fields are null when nobody is. */
  @Get('get-session')
  @Public()
  @ApiOperation({ summary: 'Who is signed in' })
  @ApiOkResponse({ type: CurrentSession })
  async getSession(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CurrentSession> {
    // A session that has come to its end is removed here, and so not renewed after it.
    const actor = await this.credentials.authenticate(request);
    await this.signIns.refresh(request, response);
    if (actor?.type !== 'user') return { session: null, user: null };
    const session = (await this.sessions.list(actor)).find(({ id }) => id === actor.sessionId);
    const user = await this.accounts.find(actor.id);
    if (session === undefined || user === undefined) return { session: null, user: null };
    return { session: toDto(session, actor), user };
  }

  /** The sessions of the account, the newest first. */
  @Get('list-sessions')
  @RequirePerson()
  @ApiOperation({ summary: 'List sessions' })
  @ApiOkResponse({ type: SessionDto, isArray: true })
  async listSessions(@CurrentActor() actor: Actor): Promise<SessionDto[]> {
    const person = assertPerson(actor);
    return (await this.sessions.list(person)).map((session) => toDto(session, person));
  }

  /** Ends one session of the account. */
  @Post('revoke-session')
  @RequirePerson()
  @HttpCode(200)
  @ApiOperation({ summary: 'End a session' })
  @ApiOkResponse({ type: Done })
  @Problems('not-found')
  async revokeSession(
    @CurrentActor() actor: Actor,
    @Body() body: RevokeSession,
    @Req() request: Request,
  ): Promise<Done> {
    await this.sessions.end(assertPerson(actor), body.id);
    this.audit.record({ event: 'session.revoked', outcome: 'success' }, request);
    return { success: true };
  }

  /** Ends every session of the account but this one. */
  @Post('revoke-other-sessions')
  @RequirePerson()
  @HttpCode(200)
  @ApiOperation({ summary: 'End the other sessions' })
  @ApiOkResponse({ type: Done })
  async revokeOtherSessions(@CurrentActor() actor: Actor, @Req() request: Request): Promise<Done> {
    await this.sessions.endOthers(assertPerson(actor));
    this.audit.record({ event: 'session.revoked', outcome: 'success' }, request);
    return { success: true };
  }

  /** Ends every session of the account, this one too. */
  @Post('revoke-sessions')
  @RequirePerson()
  @HttpCode(200)
  @ApiOperation({ summary: 'End all sessions' })
  @ApiOkResponse({ type: Done })
  async revokeSessions(@CurrentActor() actor: Actor, @Req() request: Request): Promise<Done> {
    await this.sessions.endAll(assertPerson(actor));
    this.audit.record({ event: 'session.revoked', outcome: 'success' }, request);
    return { success: true };
  }

  /** Changes the password; the current one is needed, and the other sessions end unless they are kept. */
  @Post('change-password')
  @RequirePerson()
  @HttpCode(200)
  @ApiOperation({ summary: 'Change the password' })
  @ApiOkResponse({ type: Done })
  @Problems('invalid-request', 'too-busy')
  async changePassword(
    @CurrentActor() actor: Actor,
    @Body() body: ChangePassword,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Done> {
    const { id, sessionId } = assertPerson(actor);
    const email = (await this.accounts.find(id))?.email ?? '';
    await this.signIns.changePassword(body, { email, sessionId }, request, response);
    return { success: true };
  }

  /** Changes the account's name. */
  @Post('update-user')
  @RequirePerson()
  @HttpCode(200)
  @ApiOperation({ summary: 'Change the account' })
  @ApiOkResponse({ type: Done })
  async updateAccount(
    @CurrentActor() actor: Actor,
    @Body() { name }: UpdateAccount,
  ): Promise<Done> {
    await this.accounts.rename(assertPerson(actor).id, name);
    return { success: true };
  }
}

function toDto(session: Session, { sessionId }: UserActor): SessionDto {
  const { id, createdAt, expiresAt, ipAddress, userAgent } = session;
  return {
    id,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ipAddress,
    userAgent,
    current: id === sessionId,
  };
}

/** @throws {DomainError} `forbidden` for a program: these routes are about a person's own sessions. */
function assertPerson(actor: Actor): UserActor {
  if (actor.type === 'user') return actor;
  throw new DomainError('forbidden', 'Only a signed-in person may do this.');
}
