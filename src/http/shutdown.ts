import type { NestExpressApplication } from '@nestjs/platform-express';

const SWEEP_INTERVAL_MS = 100;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Ends the process in order when it is told to: no new connections, requests under way finish within `timeout` ms, every
 * part closes, exit code 0. A second signal is left to the system's default and ends it at once.
 */
export function stopOnSignals(app: NestExpressApplication, timeout: number): void {
  const stop = () => {
    for (const signal of SIGNALS) process.removeListener(signal, stop);
    void close(app, timeout).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}

async function close(app: NestExpressApplication, timeout: number): Promise<void> {
  const server = app.getHttpServer();
  // A connection that is kept alive becomes idle only after its last answer, and would keep the server open till then.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_INTERVAL_MS);
  const cut = setTimeout(() => server.closeAllConnections(), timeout);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
  }
}
