import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLoopbackName } from '../config/loopback-name.js';
import { DomainError } from '../errors/domain-error.js';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
/** What proxies add, and nothing that scrapes. */
const PROXY_HEADER =
  /^(forwarded|via|x-forwarded.*|x-original-.*|x-(real|client|cluster-client)-ip|true-client-ip|cf-.*)$/;

/**
 * Demands the token for the metrics, or without one that this machine itself asks, and not through a proxy.
 * @throws {DomainError} `unauthenticated`, `forbidden`.
 */
export function demandMetricsAccess(
  {
    headers,
    socket,
  }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  token: string | undefined,
): void {
  if (token !== undefined) {
    if (isSame(headers.authorization ?? '', `Bearer ${token}`)) return;
    throw new DomainError('unauthenticated', 'Send METRICS_TOKEN as bearer token.');
  }
  if (LOOPBACK.test(socket.remoteAddress ?? '') && isDirect(headers)) return;
  throw new DomainError(
    'forbidden',
    'Metrics are for this machine, asked at a loopback address and not through a proxy, or with METRICS_TOKEN.',
  );
}

/**
 * A request that a proxy on this machine passes on comes from this machine, too. Most proxies say so; those that add nothing
 * hand the client's own Host on, which names the public address.
 */
function isDirect(headers: IncomingMessage['headers']): boolean {
  if (Object.keys(headers).some((name) => PROXY_HEADER.test(name))) return false;
  return isLoopbackName((headers.host ?? '').replace(/:\d*$/, ''));
}

/** Compares digests, so that the time it takes tells nothing. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
