import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { SCOPES } from '../../access/scopes.js';
import { isNotKept } from '../../errors/system-failures.js';
import { AuthServer } from '../accounts/auth-server.js';
import { SESSION_COOKIE } from '../accounts/better-auth.js';
import { TrustedOrigins } from '../accounts/trusted-origins.js';
import { lastMomentOf } from '../sessions/session-lifetime.js';
import { CredentialReader, NO_CREDENTIAL, type Credential } from './credential-reader.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Longest cookie header that is looked at, bytes. */
const MAX_COOKIE_BYTES = 8192;

/** Reads the console's session cookie. To change something with it, the request must come from a page of ours. */
@Injectable()
export class SessionReader extends CredentialReader {
  constructor(
    private readonly server: AuthServer,
    private readonly origins: TrustedOrigins,
  ) {
    super();
  }

  override async read(request: Request): Promise<Credential> {
    const { cookie } = request.headers;
    if (!cookie?.includes(SESSION_COOKIE)) return NO_CREDENTIAL;
    if (cookie.length > MAX_COOKIE_BYTES) return rejected('malformed');
    const found = await this.server.auth.api.getSession({
      headers: new Headers({ cookie }),
      query: { disableRefresh: true },
    });
    if (found === null) return rejected('unknown');
    const { user, session } = found;
    if (lastMomentOf(session) <= new Date()) {
      await this.remove(session.token);
      return rejected('expired');
    }
    if (!SAFE_METHODS.has(request.method) && !this.origins.trusts(request)) {
      return rejected('origin-not-trusted');
    }
    return {
      kind: 'accepted',
      actor: { type: 'user', id: user.id, name: user.name, sessionId: session.id, scopes: SCOPES },
    };
  }

  /** A session that cannot be removed just now has come to its end all the same. */
  private async remove(token: string): Promise<void> {
    const { internalAdapter } = await this.server.auth.$context;
    await internalAdapter.deleteSession(token).catch((error: unknown) => {
      if (!isNotKept(error)) throw error;
    });
  }
}

function rejected(reason: 'malformed' | 'unknown' | 'expired' | 'origin-not-trusted'): Credential {
  return { kind: 'rejected', event: 'session.rejected', reason };
}
