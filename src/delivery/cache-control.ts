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
