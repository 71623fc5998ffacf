import type { Environment } from './environment.js';
import { isLoopbackName } from './loopback-name.js';

/**
 * Whether sessions of a production server go over the network in plain text, with a cookie that is not `Secure`: the
 * public address is an http one of another machine. Private networks do so on purpose, so it is no error.
 */
export function isSessionExposed({
  NODE_ENV,
  ROLE,
  BETTER_AUTH_URL,
}: Pick<Environment, 'NODE_ENV' | 'ROLE' | 'BETTER_AUTH_URL'>): boolean {
  if (NODE_ENV !== 'production' || ROLE === 'worker' || BETTER_AUTH_URL === undefined) return false;
  const { protocol, hostname } = new URL(BETTER_AUTH_URL);
  return protocol === 'http:' && !isLoopbackName(hostname);
}
