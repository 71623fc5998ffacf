import { isIPv6 } from 'node:net';
import type { Request } from 'express';

/** Groups of an IPv6 address that name a customer's network rather than one of its 2^64 hosts. */
const NETWORK_GROUPS = 4;
const known = new WeakMap<Request, string>();

/**
 * The client's address: the socket's, or, of `X-Forwarded-For`, the last one that no proxy of `TRUST_PROXY` has written.
 * Express' `trust proxy` setting decides, so a header from anybody else is ignored. It is remembered: a request whose body
 * broke off has no socket any more that could tell.
 */
export function clientIp(request: Request): string {
  let ip = known.get(request);
  if (ip === undefined) known.set(request, (ip = request.ip ?? 'unknown'));
  return ip;
}

/** What is counted against an address: itself, or for IPv6 its /64, because one host can use all of those. */
export function clientNetwork(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1] !== undefined) return mapped[1];
  const [head = '', tail] = (ip.split('%', 1)[0] ?? '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const last = tail === '' ? [] : tail.split(':');
    while (groups.length + last.length < 8) groups.push('0');
    groups.push(...last);
  }
  return `${groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
