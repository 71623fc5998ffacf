import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';

/** Finds the addresses of a host. */
@Injectable()
export class NameResolver {
  /** All of them; empty when there is none. */
  async resolve(host: string): Promise<readonly LookupAddress[]> {
    const bare = host.replace(/^\[|\]$/g, '');
    const family = isIP(bare);
    if (family !== 0) return [{ address: bare, family }];
    try {
      return await lookup(bare, { all: true });
    } catch {
      // Whether a name is unknown or its server is away: there is no address.
      return [];
    }
  }
}
