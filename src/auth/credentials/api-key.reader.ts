import { hash as digest } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { sameSecret } from '../../access/signatures.js';
import { KEY_LENGTH, KEY_PREFIX } from '../accounts/better-auth.js';
import { toApiKey } from '../keys/api-key.js';
import { KeyLookup } from '../keys/key-lookup.js';
import { KeyUse } from '../keys/key-use.js';
import {
  CredentialReader,
  NO_CREDENTIAL,
  type Credential,
  type RejectionReason,
} from './credential-reader.js';

const KEY = new RegExp(`^${KEY_PREFIX}[A-Za-z]{${KEY_LENGTH}}$`);

/** Reads `Authorization: Bearer sk_…` and `X-API-Key: sk_…`. The table is read each time: a change holds at once. */
@Injectable()
export class ApiKeyReader extends CredentialReader {
  /** Requests whose use of a key has been noted: one that is asked again for its credential is still one use. */
  private readonly noted = new WeakSet<Request>();

  constructor(
    private readonly keys: KeyLookup,
    private readonly use: KeyUse,
  ) {
    super();
  }

  override async read(request: Request): Promise<Credential> {
    const given = presentedKey(request);
    if (given === undefined) return NO_CREDENTIAL;
    if (!KEY.test(given)) return rejected('malformed');
    const hash = digest('sha256', given, 'base64url');
    const row = await this.keys.find(hash);
    if (row === undefined || !sameSecret(row.key, hash)) return rejected('unknown');
    const key = toApiKey(row);
    if (!key.enabled) return rejected('disabled', key.id);
    if (key.expiresAt !== null && key.expiresAt.getTime() <= Date.now())
      return rejected('expired', key.id);
    if (!this.noted.has(request)) {
      this.noted.add(request);
      this.use.note(key.id);
    }
    const { id: keyId, ownerId: id, name, scopes, rateLimit } = key;
    return { kind: 'accepted', actor: { type: 'api-key', id, name, keyId, scopes, rateLimit } };
  }
}

/** The key a request presents; any scheme but Bearer belongs to a proxy in front and is left alone. */
function presentedKey({ headers }: Request): string | undefined {
  const bearer = /^bearer(?: +(.*))?$/i.exec(headers.authorization ?? '');
  if (bearer !== null) return bearer[1] ?? '';
  const header = headers['x-api-key'];
  return Array.isArray(header) ? header.join() : header;
}

function rejected(reason: RejectionReason, keyId?: string): Credential {
  return {
    kind: 'rejected',
    event: 'api_key.failed',
    reason,
    ...(keyId !== undefined && { keyId }),
  };
}
