import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { RedisOptions } from 'ioredis';

// sockaddr_un holds 108 bytes with the closing zero (unix(7)).
const MAX_SOCKET_PATH_BYTES = 107;

/** Where Redis is: one that the operator runs, or the one this process runs on a unix socket. */
export type RedisAddress =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'socket'; readonly path: string };

/**
 * The unix socket of the Redis that keeps its files in `directory`.
 * It lies beside them, or in the system's temporary directory where the path would be too long for a socket.
 */
export function socketPathOf(directory: string): string {
  const beside = join(resolve(directory), 'redis.sock');
  if (Buffer.byteLength(beside) <= MAX_SOCKET_PATH_BYTES) return beside;
  const name = createHash('sha256').update(beside).digest('hex').slice(0, 24);
  return join(tmpdir(), `openinary-redis-${name}`, 'redis.sock');
}

/** How ioredis connects to an address; everything but the address is left to the caller. */
export function connectionOptions(address: RedisAddress): RedisOptions {
  if (address.kind === 'socket') return { path: address.path };
  const url = new URL(address.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const database = Number(url.pathname.slice(1) || 0);
  return {
    host,
    port: Number(url.port || 6379),
    db: Number.isInteger(database) ? database : 0,
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    // A server name is never an address (RFC 6066, 3): that is looked for in the certificate as it is.
    ...(url.protocol === 'rediss:' ? { tls: isIP(host) === 0 ? { servername: host } : {} } : {}),
  };
}
