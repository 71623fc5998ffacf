import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NextFunction, Request, Response } from 'express';

/** The whole head of a request has to be there by then, ms. */
const HEADERS_TIMEOUT_MS = 15_000;
/** A client on whose connection nothing moves for this long is let go; ms. */
const IDLE_TIMEOUT_MS = 60_000;
/** Longer than the 60 s for which most proxies keep theirs, so that they close a connection and not we; ms. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const MOST_CONNECTIONS = 10_000;
const MOST_HEADERS = 100;

/** Times of a connection, ms. */
export interface ConnectionTimes {
  readonly headers: number;
  readonly idle: number;
}

/**
 * Bounds what a connection may cost: how many there are, how long a head may take, and how long nothing may move. An
 * upload may be slow, but has to go on; a client may read slowly, but has to read. Where it is the server's turn, because
 * a render takes its time, the client may wait.
 * @returns middleware that has to see every request first.
 */
export function limitConnections(
  server: Server,
  times: ConnectionTimes = { headers: HEADERS_TIMEOUT_MS, idle: IDLE_TIMEOUT_MS },
) {
  const underWay = new WeakMap<Socket, Response>();
  server.maxConnections = MOST_CONNECTIONS;
  server.maxHeadersCount = MOST_HEADERS;
  server.headersTimeout = times.headers;
  // An upload of any length is one request.
  server.requestTimeout = 0;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.timeout = times.idle;
  server.on('timeout', (socket: Socket) => {
    const response = underWay.get(socket);
    if (response !== undefined && isOurTurn(response)) socket.setTimeout(times.idle);
    else socket.destroy();
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    underWay.set(request.socket, response);
    next();
  };
}

/** Whether the client has sent everything and has nothing left to read: it waits for the server. */
function isOurTurn(response: Response): boolean {
  return response.req.complete && !response.writableEnded && response.writableLength === 0;
}
