import { hmac, keyFor, sameSecret } from './signatures.js';

const PURPOSE = 'upload signature';
/**
 * Payload and HMAC-SHA256, both base64url. A folder's path has 1024 bytes at most, and the transformations 2048 together, so
 * nothing longer is ours.
 */
const SIGNATURE = /^([A-Za-z0-9_-]{1,7168})\.([A-Za-z0-9_-]{43})$/;

/** What an upload signature allows who has it. */
export interface UploadGrant {
  /** Names the signature; its uses are counted by it. */
  readonly id: string;
  /** Who had it made, for the audit log. */
  readonly issuer: string;
  /** The one folder, as an asset path; empty for the root. */
  readonly folder: string;
  /** Unix time, seconds. */
  readonly expires: number;
  /** Files in all, over all its uses. */
  readonly maxFiles: number;
  /** Bytes of each file. */
  readonly maxSize: number;
  /** Undefined: as is usual. */
  readonly visibility?: 'public' | 'private';
  /** Rendered at upload; none when undefined. */
  readonly transformations?: readonly string[];
}

/** What a text that was given as an upload signature is. */
export type OpenedGrant =
  | { readonly kind: 'genuine'; readonly grant: UploadGrant }
  | { readonly kind: 'expired' }
  | { readonly kind: 'forged' };

/** Writes a grant as a signature: the grant itself, readable, and proof that it is ours. */
export function sealGrant(grant: UploadGrant, secret: string): string {
  const payload = Buffer.from(JSON.stringify(grant)).toString('base64url');
  return `${payload}.${proofOf(payload, secret)}`;
}

/**
 * Reads a signature. Only who had a genuine one learns that it has expired.
 * @param secrets those that are accepted.
 */
export function openGrant(text: string, secrets: readonly string[], now = Date.now()): OpenedGrant {
  const [, payload, proof] = SIGNATURE.exec(text) ?? [];
  if (payload === undefined || proof === undefined) return { kind: 'forged' };
  if (!secrets.some((secret) => sameSecret(proof, proofOf(payload, secret))))
    return { kind: 'forged' };
  // Nobody but `sealGrant` can have written it.
  const grant = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as UploadGrant;
  return grant.expires * 1000 <= now ? { kind: 'expired' } : { kind: 'genuine', grant };
}

/** The key is of its own kind: no signature of a delivery URL is one of an upload, nor the other way round. */
function proofOf(payload: string, secret: string): string {
  return hmac(keyFor(PURPOSE, secret), payload).toString('base64url');
}
