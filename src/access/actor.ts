import type { Scope } from './scopes.js';
import type { UploadGrant } from './upload-grant.js';

/** A person signed in to the console. */
export interface UserActor {
  readonly type: 'user';
  readonly id: string;
  readonly name: string;
  readonly sessionId: string;
  readonly scopes: readonly Scope[];
}

/** A program that presented an API key. */
export interface ApiKeyActor {
  readonly type: 'api-key';
  /** The account that owns the key. */
  readonly id: string;
  readonly name: string;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
  /** Requests a window allows the key; null: the server's default. */
  readonly rateLimit: number | null;
}

/** A browser that presented an upload signature; there is one only on the routes that accept those. */
export interface UploadSignatureActor {
  readonly type: 'upload-signature';
  /** The signature's name. */
  readonly id: string;
  /** Who had it made. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly grant: UploadGrant;
}

/** Who asks. */
export type Actor = UserActor | ApiKeyActor | UploadSignatureActor;

/** Names the credential: of an account each API key by itself, its sessions together. */
export function credentialOf(actor: Actor): string {
  return actor.type === 'api-key' ? `key:${actor.keyId}` : `${actor.type}:${actor.id}`;
}
