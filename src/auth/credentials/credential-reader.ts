import type { Request } from 'express';
import type { Actor } from '../../access/actor.js';

/** Why a credential was refused; it is written to the audit log and never told to the client. */
export type RejectionReason =
  | 'malformed'
  | 'unknown'
  | 'disabled'
  | 'expired'
  | 'origin-not-trusted'
  | 'signature-forged'
  | 'signature-expired';

/** What became of the credential of one kind: there was none, it names an actor, or it is no good. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'accepted'; readonly actor: Actor }
  | {
      readonly kind: 'rejected';
      readonly reason: RejectionReason;
      readonly event: 'api_key.failed' | 'session.rejected' | 'upload.rejected';
      readonly keyId?: string;
    };

/** Reads one kind of credential from a request. The guard asks the readers in turn; the first that finds one decides. */
export abstract class CredentialReader {
  abstract read(request: Request): Promise<Credential>;
}

/** The request carries no credential of the reader's kind. */
export const NO_CREDENTIAL: Credential = { kind: 'none' };
