import { Injectable } from '@nestjs/common';
import { hmac, sameSecret } from '../access/signatures.js';
import { Environment } from '../config/environment.js';
import { Secrets } from '../config/secrets.js';
import { DomainError } from '../errors/domain-error.js';

const SIGNATURE_CHARACTERS = 32;
const LEGACY_CHARACTERS = 16;
/** `s--{signature}` or `s--{signature}--{expires}`; a signature may hold hyphens, so its length tells where it ends. */
const SIGNED = /^s--([A-Za-z0-9_-]{32})(?:--(\d{1,12}))?$/;
const LEGACY = /^s--([0-9a-f]{16})$/;

/** A URL's signature. */
export interface UrlSignature {
  readonly signature: string;
  /** Unix time, seconds; undefined: for ever. */
  readonly expires: number | undefined;
}

/** What a signed URL grants. */
export interface SignedTail {
  /** Transformations and path, still percent-encoded. */
  readonly tail: string;
  /** Unix time, seconds. */
  readonly expires: number | undefined;
}

/**
 * Signs delivery URLs: the first 32 base64url characters of HMAC-SHA256(`API_SECRET`, `{expires}.{transformations}/{path}`),
 * the text percent-decoded and `{expires}` empty for a URL that is good for ever.
 */
@Injectable()
export class SignedUrls {
  constructor(
    private readonly secrets: Secrets,
    private readonly environment: Environment,
  ) {}

  /**
   * Signs what lies behind the prefix of a delivery URL.
   * @throws {DomainError} `unavailable` when there is no secret to sign with.
   */
  sign(text: string, expires: number | undefined): UrlSignature {
    const { url: secret } = this.secrets;
    if (secret === undefined)
      throw new DomainError('unavailable', 'No URL is signed: the server has no API_SECRET.');
    return { signature: signatureOf(secret, text, expires), expires };
  }

  /** Whether a tail begins with what looks like a signature; whether it is one, {@link verify} tells. */
  looksSigned(tail: string): boolean {
    const mark = tail.slice(0, Math.max(0, tail.indexOf('/')));
    return SIGNED.test(mark) || LEGACY.test(mark);
  }

  /**
   * Checks a URL.
   * @param signedTail everything behind `/authenticated/`, still percent-encoded.
   * @throws {DomainError} `unauthenticated` when the signature is not ours, `url-expired` when it was.
   */
  verify(signedTail: string): SignedTail {
    const slash = signedTail.indexOf('/');
    const [mark, tail] = [signedTail.slice(0, slash), signedTail.slice(slash + 1)];
    const text = slash === -1 ? undefined : decode(tail);
    if (text === undefined) throw wrongSignature();
    const [, signature, digits] = SIGNED.exec(mark) ?? [];
    const expires = digits === undefined ? undefined : Number(digits);
    const genuine =
      signature === undefined
        ? this.isLegacy(mark, text)
        : this.isSigned((secret) => signatureOf(secret, text, expires), signature);
    if (!genuine) throw wrongSignature();
    if (expires !== undefined && expires * 1000 <= Date.now())
      throw new DomainError('url-expired', 'The signed URL was good until a time that has passed.');
    return { tail, expires };
  }

  private isLegacy(mark: string, text: string): boolean {
    const [, signature] = LEGACY.exec(mark) ?? [];
    if (signature === undefined || !this.environment.LEGACY_SIGNATURES) return false;
    const legacy = (secret: string) =>
      hmac(secret, text).toString('hex').slice(0, LEGACY_CHARACTERS);
    return this.isSigned(legacy, signature);
  }

  private isSigned(sign: (secret: string) => string, signature: string): boolean {
    const secrets = [this.secrets.url, this.secrets.previousUrl];
    return secrets.some((secret) => secret !== undefined && sameSecret(signature, sign(secret)));
  }
}

function signatureOf(secret: string, text: string, expires: number | undefined): string {
  return hmac(secret, `${expires ?? ''}.${text}`)
    .toString('base64url')
    .slice(0, SIGNATURE_CHARACTERS);
}

/** Undefined for text that could be read in two ways: a decoded slash is none of the URL's. */
function decode(tail: string): string | undefined {
  if (/%2f/i.test(tail)) return undefined;
  try {
    return decodeURIComponent(tail).normalize('NFC');
  } catch {
    return undefined;
  }
}

function wrongSignature(): DomainError {
  return new DomainError('unauthenticated', 'The signature of the URL is not valid.');
}
