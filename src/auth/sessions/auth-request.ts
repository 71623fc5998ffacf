import type { IncomingHttpHeaders } from 'node:http';
import type { Request as ExpressRequest, Response as ExpressResponse } from 'express';
import { DomainError } from '../../errors/domain-error.js';
import { clientIp } from '../../http/client-ip.js';
import { CLIENT_IP_HEADER } from '../accounts/better-auth.js';

/** The only headers Better Auth is shown; what a client says about proxies is not among them. */
const HANDED_ON = ['cookie', 'user-agent'];
const MAX_USER_AGENT = 512;

/** The request as Better Auth takes it: the path and body we have checked, and the client's address as we know it. */
export function toAuthRequest(request: ExpressRequest, body: object): Request {
  const { pathname } = new URL(request.originalUrl, 'http://localhost');
  const headers = pick(request.headers);
  headers.set(CLIENT_IP_HEADER, clientIp(request));
  headers.set('content-type', 'application/json');
  return new Request(new URL(pathname, 'http://localhost'), {
    method: request.method,
    headers,
    body: JSON.stringify(body),
  });
}

/**
 * Takes Better Auth's answer: sets its cookies on ours and returns its JSON.
 * @throws {DomainError} in our words when the answer is no success.
 */
export async function takeAuthAnswer(
  answer: Response,
  response: ExpressResponse,
): Promise<unknown> {
  if (!answer.ok) {
    await answer.body?.cancel();
    throw refusal(answer.status);
  }
  setCookies(answer.headers, response);
  return answer.json();
}

/** Hands on the cookies that Better Auth sets, in an answer that nobody may keep. */
export function setCookies(headers: Headers, response: ExpressResponse): void {
  for (const cookie of headers.getSetCookie()) response.append('Set-Cookie', cookie);
  response.setHeader('Cache-Control', 'no-store');
}

function refusal(status: number): DomainError {
  if (status === 401) return new DomainError('unauthenticated', 'Sign in first.');
  if (status === 403) return new DomainError('forbidden', 'This is not allowed from here.');
  if (status === 503 || status === 429) {
    return new DomainError('too-busy', 'Too many people are signing in.', { retryAfterSeconds: 5 });
  }
  if (status < 500) return new DomainError('invalid-request', 'The request is not valid.');
  return new DomainError('internal-error', 'Something went wrong on our side.');
}

function pick(given: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const name of HANDED_ON) {
    const value = given[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const agent = headers.get('user-agent');
  if (agent !== null) headers.set('user-agent', agent.slice(0, MAX_USER_AGENT));
  return headers;
}
