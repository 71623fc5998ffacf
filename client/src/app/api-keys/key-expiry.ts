const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

/** How long a key still works. */
export type KeyExpiry =
  | { readonly kind: 'never' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'running'; readonly days: number; readonly soon: boolean };

/** Reads a key's expiry (ISO 8601, or null for never) at a moment in ms. */
export function keyExpiry(expiresAt: string | null, now: number): KeyExpiry {
  if (expiresAt === null) return { kind: 'never' };
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return { kind: 'expired' };
  const days = Math.ceil(left / DAY_MS);
  return { kind: 'running', days, soon: days <= SOON_DAYS };
}
