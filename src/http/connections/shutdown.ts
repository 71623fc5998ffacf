import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as endOfTurn, setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** How long nothing may have come on connections that are kept alive before they are taken to be out of use, ms. */
const QUIET_MS = 250;
/** How long they are served at most, each answer telling the client to close; ms. */
const LONGEST_FAREWELL_MS = 3_000;
const LOOK_MS = 25;
/** A turn of the event loop this short has read what had come before it, ms. */
const SHORT_TURN_MS = 2;
const LONGEST_CATCH_UP_MS = 1_000;
const SWEEP_INTERVAL_MS = 100;
/** How long a connection may take to bring its first request, ms. */
const FIRST_REQUEST_MS = 2_000;
/** How long the parts may take to close when no request is left, ms. */
const PARTS_TIMEOUT_MS = 10_000;

/** How a process ends. */
export interface StopOptions {
  /** How long requests under way may take to finish, ms. */
  readonly timeout: number;
  /** Called first: from here on, nobody should send requests here. */
  readonly onStop: () => void;
}

/**
 * Ends the process in order when it is told to: not ready, no new connections, requests under way finish, every part
 * closes, exit code 0. A second signal is left to the system's default and ends it at once.
 */
export function stopOnSignals(app: NestExpressApplication, options: StopOptions): void {
  const answering = new Set<ServerResponse>();
  app.use((_request: IncomingMessage, response: ServerResponse, next: () => void) => {
    answering.add(response);
    response.once('close', () => answering.delete(response));
    next();
  });
  const connections = new Map<Socket, number>();
  app.getHttpServer().on('connection', (socket: Socket) => {
    connections.set(socket, performance.now());
    socket.once('close', () => connections.delete(socket));
  });
  const stop = () => {
    for (const signal of SIGNALS) process.removeListener(signal, stop);
    setTimeout(() => process.exit(1), options.timeout + PARTS_TIMEOUT_MS).unref();
    void close(app, { answering, connections }, options).then(
      () => process.exit(0),
      (error: unknown) => {
        new Logger('Shutdown').error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}

/** What is open. */
interface UnderWay {
  readonly answering: ReadonlySet<ServerResponse>;
  /** With the time at which each was made. */
  readonly connections: ReadonlyMap<Socket, number>;
}

async function close(
  app: NestExpressApplication,
  { answering, connections }: UnderWay,
  { timeout, onStop }: StopOptions,
): Promise<void> {
  const server = app.getHttpServer();
  onStop();
  // The system resets connections that it has made and this process has not taken yet, with what was sent on them.
  await untilCaughtUp(connections);
  // node:http's own close cuts every connection that is between two requests, with a request perhaps on its way;
  // this one only stops listening.
  NetServer.prototype.close.call(server);
  let lastRequestAt = performance.now();
  for (const response of answering) response.shouldKeepAlive = false;
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    lastRequestAt = performance.now();
    response.shouldKeepAlive = false;
  });
  const cut = setTimeout(() => server.closeAllConnections(), timeout);
  const until = performance.now() + Math.min(LONGEST_FAREWELL_MS, timeout);
  const quiet = () => performance.now() - lastRequestAt >= Math.min(QUIET_MS, timeout);
  while (!quiet() && performance.now() < until) {
    await sleep(LOOK_MS);
    await untilCaughtUp(connections);
  }
  const closeIdle = server.closeIdleConnections.bind(server);
  // Closing the application would do it in the middle of a turn.
  server.closeIdleConnections = () => undefined;
  // A connection that is kept alive becomes idle only after its last answer, and would keep the server open till then.
  const sweep = setInterval(() => {
    void untilCaughtUp(connections).then(() => {
      closeIdle();
      // One that a browser opened in advance and never used is not idle in the server's eyes.
      const longAgo = performance.now() - FIRST_REQUEST_MS;
      for (const [socket, madeAt] of connections)
        if (socket.bytesRead === 0 && madeAt < longAgo) socket.destroy();
    });
  }, SWEEP_INTERVAL_MS);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
  }
}

/** Until what clients had sent has been taken in, so that nothing is closed that has a request waiting in it. */
async function untilCaughtUp(connections: ReadonlyMap<Socket, number>): Promise<void> {
  const until = performance.now() + LONGEST_CATCH_UP_MS;
  for (let turn = 0; performance.now() < until; turn += 1) {
    const [startedAt, before] = [performance.now(), connections.size];
    await endOfTurn();
    const short = performance.now() - startedAt < SHORT_TURN_MS;
    if (turn > 0 && short && connections.size <= before) return;
  }
}
