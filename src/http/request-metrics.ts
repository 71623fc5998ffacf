import type { NextFunction, Request, Response } from 'express';
import type { Metrics } from '../metrics/metrics.js';

/** Methods that the product knows; a label takes no other value. */
const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
]);
/** The status that stands for a client that went away before its answer was complete. */
export const CLIENT_GONE = 499;

/** Middleware that measures every request from here to the end of its answer. */
export function measureRequests(metrics: Metrics) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    response.once('close', () => {
      metrics.requestFinished(
        routeOf(request),
        METHODS.has(request.method) ? request.method : 'other',
        response.writableFinished ? response.statusCode : CLIENT_GONE,
        (performance.now() - startedAt) / 1000,
      );
    });
    next();
  };
}

/**
 * The pattern of the route that took a request, such as `/t/*path`; a word for what no route took.
 * Never the path itself: its values are the clients', and have no end.
 */
export function routeOf({ route, originalUrl }: Pick<Request, 'route' | 'originalUrl'>): string {
  const pattern: unknown = (route as { readonly path?: unknown } | undefined)?.path;
  if (typeof pattern === 'string') return pattern;
  return originalUrl.startsWith('/api/auth/') ? '/api/auth/*path' : 'none';
}
