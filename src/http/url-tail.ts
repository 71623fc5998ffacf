import type { Request } from 'express';

/**
 * The path of a request between a route's prefix and suffix, still percent-encoded: a router decodes what it matches,
 * and a path that a client sends is decoded exactly once, by what reads it.
 */
export function urlTail({ originalUrl }: Request, prefix: string, suffix = ''): string {
  const [path = ''] = originalUrl.split('?', 1);
  return path.slice(prefix.length, path.length - suffix.length);
}
