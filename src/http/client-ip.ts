import { isIPv4, isIPv6 } from 'node:net';
import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/** Groups of an IPv6 address that name a customer's network rather than one of its 2^64 hosts. */
const NETWORK_GROUPS = 4;
/** `host`, `host:port`, `[host]` and `[host]:port`; a bare address of IPv6 is none of these. */
const HOST_AND_PORT = /^(?:\[([^\]]*)\]|([^:]*))(?::\d{1,5})?$/;
const known = new WeakMap<Request, string>();

/**
 * The client's address: the socket's, or, of `X-Forwarded-For`, the last one that no proxy of `TRUST_PROXY` has written.
 * Express' `trust proxy` setting decides, so a header from anybody else is ignored. What is there and no address, as
 * `unknown`, is taken for the socket's. It is remembered: a request whose body broke off has no socket any more that could tell.
 */
export function clientIp(request: Request): string {
  let ip = known.get(request);
  if (ip === undefined) {
    ip = bareAddress(request.ip) ?? bareAddress(request.socket.remoteAddress) ?? 'unknown';
    known.set(request, ip);
  }
  return ip;
}

/**
 * The address of an entry of `X-Forwarded-For`, or of a socket: without the port, brackets and zone that some proxies write,
 * as each connection has another port. One of IPv4 in the notation of IPv6 is the same one.
 * @returns undefined for what is no address.
 */
export function bareAddress(entry: string | undefined): string | undefined {
  if (entry === undefined) return undefined;
  const [, bracketed, plain] = HOST_AND_PORT.exec(entry) ?? [];
  const address = bracketed ?? plain ?? entry;
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return undefined;
  return ipaddr.process(withoutZone(address)).toString();
}

/** Express' compiled `trust proxy` setting. */
export type TrustsProxy = (address: string, hop: number) => boolean;

/** The same setting for entries that may have a port, as some proxies write each other's addresses, too. */
export function believeBareAddresses(
  trusts: TrustsProxy,
): (entry: string | undefined, hop: number) => boolean {
  return (entry, hop) => trusts(bareAddress(entry) ?? entry ?? '', hop);
}

/** What is counted against an address: itself, or for IPv6 its /64, because one host can use all of those. */
export function clientNetwork(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const address = ipaddr.process(withoutZone(ip));
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  const groups = address.parts.slice(0, NETWORK_GROUPS).map((group) => group.toString(16));
  return `${groups.join(':')}::/64`;
}

function withoutZone(address: string): string {
  return address.split('%', 1)[0] ?? '';
}
