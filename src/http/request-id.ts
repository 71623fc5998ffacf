import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const SANE = /^[A-Za-z0-9._:-]{1,64}$/;
const ids = new WeakMap<IncomingMessage, string>();

/** The request's id: the client's `X-Request-Id` when it is short and plain, else a new UUID. The same at every call. */
export function requestIdOf(request: IncomingMessage): string {
  let id = ids.get(request);
  if (id === undefined) {
    const given = request.headers['x-request-id'];
    id = typeof given === 'string' && SANE.test(given) ? given : randomUUID();
    ids.set(request, id);
  }
  return id;
}

/** Middleware that tells the client the request's id. */
export function tellRequestId(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  response.setHeader('X-Request-Id', requestIdOf(request));
  next();
}
