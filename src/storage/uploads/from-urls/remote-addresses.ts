import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Where public servers answer. */
const PUBLIC_PORTS: ReadonlySet<number> = new Set([80, 443, 8080, 8443]);
/** The one block of IPv6 that is routed in public (RFC 4291, 2.4). */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/**
 * Which addresses files are fetched from: public ones on the usual ports, and the networks that the operator allows.
 * Not public are private, link-local (metadata services), loopback, shared (RFC 6598), multicast and reserved ones, and
 * IPv6 addresses that carry one of IPv4 (mapped, NAT64, 6to4, Teredo), whatever that is.
 */
export class RemoteAddresses {
  private readonly allowed: readonly [Address, number][];

  /** @param networks CIDR ranges. */
  constructor(networks: readonly string[]) {
    this.allowed = networks.map((network) => ipaddr.parseCIDR(network));
  }

  /** @param address as the system's resolver or a parsed URL writes it. */
  admits(address: string, port: number): boolean {
    if (!ipaddr.isValid(address)) return false;
    // A mapped address is what the socket would make of it: one of IPv4.
    const parsed = ipaddr.process(address);
    if (this.allowed.some((network) => lies(parsed, network))) return true;
    if (!PUBLIC_PORTS.has(port) || parsed.range() !== 'unicast') return false;
    return parsed.kind() === 'ipv4' || lies(parsed, GLOBAL_UNICAST);
  }
}

function lies(address: Address, [network, bits]: readonly [Address, number]): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}
