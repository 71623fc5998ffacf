import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 of a text, as bytes. */
export function hmac(secret: string | Buffer, text: string): Buffer {
  return createHmac('sha256', secret).update(text).digest();
}

/** A key for one purpose only: what is signed with it says nothing for any other purpose. */
export function keyFor(purpose: string, secret: string): Buffer {
  return hmac(secret, `openinary ${purpose}`);
}

/** Compares in a time that does not depend on where two signatures or digests differ. */
export function sameSecret(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
