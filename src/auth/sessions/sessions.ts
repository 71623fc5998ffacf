import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../access/actor.js';
import { DomainError } from '../../errors/domain-error.js';
import { AuthDatabase } from '../accounts/auth-database.js';
import { AuthServer } from '../accounts/auth-server.js';
import { lastMomentOf } from './session-lifetime.js';

/** A session of an account. The token in its cookie stays here. */
export interface Session {
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

/** The sessions of an account, for the person who wants to see and end them. */
@Injectable()
export class Sessions {
  constructor(
    private readonly server: AuthServer,
    private readonly database: AuthDatabase,
  ) {}

  /** The account's sessions that have not expired, the newest first. */
  async list(actor: UserActor): Promise<readonly Session[]> {
    const sessions = await this.read(actor.id);
    return sessions.map(({ id, createdAt, expiresAt, ipAddress, userAgent }) => ({
      id,
      createdAt,
      expiresAt,
      ipAddress,
      userAgent,
    }));
  }

  /** @throws {DomainError} `not-found` when the account has no such session. */
  async end({ id }: UserActor, sessionId: string): Promise<void> {
    if (!(await this.endOne(id, sessionId)))
      throw new DomainError('not-found', 'There is no such session.');
  }

  /** Ends the session that asks; one that somebody else has just ended is no failure. */
  async endOwn({ id, sessionId }: UserActor): Promise<void> {
    await this.endOne(id, sessionId);
  }

  /** Ends every session of the account but the one that asks. */
  async endOthers({ id, sessionId }: UserActor): Promise<void> {
    const { internalAdapter } = await this.server.auth.$context;
    for (const session of await this.read(id)) {
      if (session.id !== sessionId) await internalAdapter.deleteSession(session.token);
    }
  }

  /** Ends every session of the account. */
  async endAll({ id }: UserActor): Promise<void> {
    const { internalAdapter } = await this.server.auth.$context;
    await internalAdapter.deleteUserSessions(id);
  }

  /** Removes what is left of sessions that have expired, of every account. */
  async forgetExpired(): Promise<void> {
    await this.database.kysely
      .deleteFrom('session')
      .where('expiresAt', '<', new Date().toISOString())
      .execute();
  }

  /** Whether there was such a session. */
  private async endOne(userId: string, sessionId: string): Promise<boolean> {
    const session = (await this.read(userId)).find(({ id }) => id === sessionId);
    if (session === undefined) return false;
    const { internalAdapter } = await this.server.auth.$context;
    await internalAdapter.deleteSession(session.token);
    return true;
  }

  private async read(userId: string) {
    const { internalAdapter } = await this.server.auth.$context;
    const sessions = await internalAdapter.listSessions(userId, { onlyActiveSessions: true });
    return sessions
      .map(({ id, token, createdAt, expiresAt, ipAddress, userAgent }) => ({
        id,
        token,
        createdAt: new Date(createdAt),
        expiresAt: earlier(new Date(expiresAt), lastMomentOf({ createdAt: new Date(createdAt) })),
        ipAddress: ipAddress ?? null,
        userAgent: userAgent ?? null,
      }))
      .filter((session) => session.expiresAt > new Date())
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  }
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
