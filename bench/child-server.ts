import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ProcessUsage } from './process-usage.ts';

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 2;
const STOP_TIMEOUT_MS = 10_000;

/** A server in a process of its own. */
export interface ChildServer extends AsyncDisposable {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  /** From spawn to listening, ms. */
  readonly startedIn: number;
  readonly usage: ProcessUsage;
  /** Everything it has written so far. */
  log(): Promise<string>;
}

/** What is started, and where it may write. */
export interface ChildServerOptions {
  readonly name: string;
  /** The script and its arguments. */
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly directory: string;
}

/**
 * Starts a server that writes `"address":"http://…"` when it listens.
 * Its output goes to a file, as an operator's would, and not through the process that makes the load.
 * @throws {Error} when it ends, or does not listen in time.
 */
export async function startChildServer(options: ChildServerOptions): Promise<ChildServer> {
  const logFile = join(options.directory, `${options.name}.log`);
  await rm(logFile, { force: true });
  const log = await open(logFile, 'a');
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...options.command], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...options.env },
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  const gone = once(child, 'exit');
  const running = () => child.exitCode === null && child.signalCode === null;
  const stop = async () => {
    if (!running()) return;
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    child.kill('SIGTERM');
    await gone;
    clearTimeout(timer);
  };
  const url = await addressIn(logFile, running).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    url,
    startedIn: performance.now() - startedAt,
    usage: new ProcessUsage(child.pid ?? 0),
    log: () => readFile(logFile, 'utf8'),
    [Symbol.asyncDispose]: stop,
  };
}

async function addressIn(logFile: string, running: () => boolean): Promise<string> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const text = await readFile(logFile, 'utf8');
    const address = /"address":"(http:[^"]+)"/.exec(text)?.[1];
    if (address !== undefined) return address;
    if (!running()) throw new Error(`The server ended before it listened:\n${text}`);
    await wait(POLL_MS);
  }
  throw new Error(`The server did not listen in time; see ${logFile}`);
}
