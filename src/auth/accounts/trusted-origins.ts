import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Environment } from '../../config/environment.js';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Whose pages may act with a session cookie: the public address, `TRUSTED_ORIGINS`, and no other. */
@Injectable()
export class TrustedOrigins {
  private readonly configured: readonly string[];
  /** Without a public address the server is used on this machine: its own port by any loopback name is the same origin. */
  private readonly trustLoopback: boolean;

  constructor({ BETTER_AUTH_URL, TRUSTED_ORIGINS }: Environment) {
    const addresses =
      BETTER_AUTH_URL === undefined ? TRUSTED_ORIGINS : [BETTER_AUTH_URL, ...TRUSTED_ORIGINS];
    this.configured = addresses.map((address) => new URL(address).origin);
    this.trustLoopback = BETTER_AUTH_URL === undefined;
  }

  /** Every trusted origin of a server that listens on `port`. */
  list(port: number | undefined): readonly string[] {
    if (!this.trustLoopback || port === undefined) return this.configured;
    return [
      ...this.configured,
      ...LOOPBACK_NAMES.map((name) => new URL(`http://${name}:${port}`).origin),
    ];
  }

  /** Whether the page that sent the request is one of ours; a request that names no page is not. */
  trusts(request: Request): boolean {
    const { origin } = request.headers;
    return origin !== undefined && this.list(request.socket.localPort).includes(origin);
  }

  /** Whether a browser says that a foreign page sent the request. A client that is no browser says nothing. */
  isForeign(request: Request): boolean {
    if (request.headers.origin !== undefined) return !this.trusts(request);
    const site = request.headers['sec-fetch-site'];
    return site === 'cross-site' || site === 'same-site';
  }
}
