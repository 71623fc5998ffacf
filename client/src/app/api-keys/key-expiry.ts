const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SOON_DAYS = 14;

/** How long a key still works. */
export type KeyExpiry =
  | { readonly kind: 'never' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'days'; readonly left: number; readonly soon: boolean }
  | { readonly kind: 'hours'; readonly left: number; readonly soon: true };

/**
 * Reads a key's expiry (ISO 8601, or null for never) at a moment in ms; the last two days are told in hours. Rounded to
 * the nearest: the page's clock goes in steps, and a key of 90 days that was just made has a little more left by it.
 */
export function keyExpiry(expiresAt: string | null, now: number): KeyExpiry {
  if (expiresAt === null) return { kind: 'never' };
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return { kind: 'expired' };
  if (left <= 2 * DAY_MS) return { kind: 'hours', left: atLeastOne(left / HOUR_MS), soon: true };
  const days = atLeastOne(left / DAY_MS);
  return { kind: 'days', left: days, soon: days <= SOON_DAYS };
}

function atLeastOne(count: number): number {
  return Math.max(1, Math.round(count));
}
