import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Environment } from '../config/environment.js';
import { isLoopbackName } from '../config/loopback-name.js';
import { DomainError } from '../errors/domain-error.js';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
/** What proxies add, and nothing that scrapes. */
const PROXY_HEADER =
  /^(forwarded|via|x-forwarded.*|x-original-.*|x-(real|client|cluster-client)-ip|true-client-ip|cf-.*)$/;

/** What is looked at of a request for the metrics. */
export interface MetricsRequest extends Pick<IncomingMessage, 'headers' | 'httpVersion'> {
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Demands the token for the metrics. Without one they are for nobody in production; elsewhere this machine itself may ask,
 * and not through a proxy.
 * @throws {DomainError} `unauthenticated`, `forbidden`.
 */
export function demandMetricsAccess(
  request: MetricsRequest,
  { METRICS_TOKEN: token, NODE_ENV }: Pick<Environment, 'METRICS_TOKEN' | 'NODE_ENV'>,
): void {
  const { headers, socket } = request;
  if (token !== undefined) {
    if (isSame(headers.authorization ?? '', `Bearer ${token}`)) return;
    throw new DomainError('unauthenticated', 'Send METRICS_TOKEN as bearer token.');
  }
  if (NODE_ENV === 'production') {
    throw new DomainError('forbidden', 'Metrics of a production server need METRICS_TOKEN.');
  }
  if (LOOPBACK.test(socket.remoteAddress ?? '') && isDirect(request)) return;
  throw new DomainError(
    'forbidden',
    'Metrics are for this machine, asked at a loopback address and not through a proxy, or with METRICS_TOKEN.',
  );
}

/**
 * A request that a proxy on this machine passes on comes from this machine, too. Most proxies say so, or hand the client's own
 * Host on, which names the public address. nginx left to its defaults does neither: it adds no header and puts its upstream's
 * address into Host. Up to 1.29.6 it speaks HTTP/1.0 then, which nothing that scrapes does; a later one cannot be told from
 * this machine itself, which is why production demands the token.
 */
function isDirect({ headers, httpVersion }: MetricsRequest): boolean {
  if (httpVersion === '1.0') return false;
  if (Object.keys(headers).some((name) => PROXY_HEADER.test(name))) return false;
  return isLoopbackName((headers.host ?? '').replace(/:\d*$/, ''));
}

/** Compares digests, so that the time it takes tells nothing. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
