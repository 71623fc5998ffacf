import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** How long clients that keep connections alive are served on them, each answer telling them to close; ms. */
const FAREWELL_MS = 250;
const SWEEP_INTERVAL_MS = 100;
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
  const connections = new Set<Socket>();
  app.getHttpServer().on('connection', (socket: Socket) => {
    connections.add(socket);
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
  readonly connections: ReadonlySet<Socket>;
}

async function close(
  app: NestExpressApplication,
  { answering, connections }: UnderWay,
  { timeout, onStop }: StopOptions,
): Promise<void> {
  const server = app.getHttpServer();
  onStop();
  for (const response of answering) response.shouldKeepAlive = false;
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.shouldKeepAlive = false;
  });
  // node:http's own close cuts every connection that is between two requests, with a request perhaps on its way;
  // this one only stops listening.
  NetServer.prototype.close.call(server);
  const cut = setTimeout(() => server.closeAllConnections(), timeout);
  await sleep(Math.min(FAREWELL_MS, timeout));
  // A connection that is kept alive becomes idle only after its last answer, and would keep the server open till then.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
    // One that a browser opened in advance and never used is not idle in the server's eyes.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
  }, SWEEP_INTERVAL_MS);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
  }
}
