const YEAR_S = 31_536_000;

/**
 * How long an answer may be kept: for good when the URL names the very version it carries, else `maxAge` seconds.
 * @param requested the URL's `v`.
 */
export function cacheControl(requested: unknown, version: string, maxAge: number): string {
  return requested === version
    ? `public, max-age=${YEAR_S}, immutable`
    : `public, max-age=${maxAge}, stale-while-revalidate=${Math.min(maxAge, 86_400)}`;
}

/** Of an answer that a credential has opened: nobody else may have it, and the credential is asked for each time. */
export const PRIVATE_HEADERS = {
  'Cache-Control': 'private, no-cache',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/**
 * Of an answer to a signed URL: no shared cache keeps it, and no cache for longer than the URL is good.
 * @param expires Unix time, seconds.
 */
export function signedCacheControl(expires: number | undefined, maxAge: number): string {
  const left = expires === undefined ? maxAge : Math.floor(expires - Date.now() / 1000);
  return `private, max-age=${Math.max(0, Math.min(maxAge, left))}`;
}
