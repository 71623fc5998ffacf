import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { keepLine, keepSecret } from './whole-log.ts';

const START_TIMEOUT_MS = 60_000;
/** Variables whose value nobody may find in a log. */
const SECRET_NAME = /SECRET|PASSWORD|TOKEN|ACCESS_KEY/;
const ENTRY = join(import.meta.dirname, '../../dist/main.js');

/** A server process of the built product, with a data directory of its own. */
export interface RunningServer extends AsyncDisposable {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  /** The API key of its first start. */
  readonly key: string;
  readonly dataDirectory: string;
  readonly process: ChildProcess;
  /** Every line it has written so far. */
  readonly logs: readonly string[];
  /** Stops it as an operator would, and waits until it is gone. */
  stop(): Promise<number | null>;
  /** Kills it without warning, and waits until it is gone. */
  kill(): Promise<void>;
}

/** How a server is started. */
export interface ServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Start again on the data of another; it is then left in place when this one is disposed of. */
  readonly dataDirectory?: string;
}

/** Starts the built server on a free port and waits until it listens. */
export async function startServer({
  env = {},
  dataDirectory,
}: ServerOptions = {}): Promise<RunningServer> {
  const directory = dataDirectory ?? (await mkdtemp(join(tmpdir(), 'openinary-test-')));
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=4', '--enable-source-maps', ENTRY],
    {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PORT: '0',
        MODE: 'api',
        DATA_DIR: directory,
        API_KEY_RATE_LIMIT: '100000',
        PUBLIC_RENDER_RATE: '0',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const [name, value] of Object.entries(env)) if (SECRET_NAME.test(name)) keepSecret(value);
  const logs: string[] = [];
  const { address, key } = await untilListening(child, logs);
  const gone = untilGone(child);
  const end = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return gone;
  };
  return {
    url: address,
    key,
    dataDirectory: directory,
    process: child,
    logs,
    stop: () => end('SIGTERM'),
    kill: async () => {
      await end('SIGKILL');
    },
    async [Symbol.asyncDispose]() {
      await end('SIGTERM');
      if (dataDirectory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Until it has ended and its last line has been read, which may come after its end. */
async function untilGone(child: ChildProcess): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  // Of its errors nothing is waited for: processes that it has started may hold that end open.
  await Promise.all([ended, child.stdout && finished(child.stdout, { writable: false })]);
  return ended;
}

function untilListening(
  child: ChildProcess,
  logs: string[],
): Promise<{ readonly address: string; readonly key: string }> {
  return new Promise((resolve, reject) => {
    let key = '';
    const fail = (reason: string) => {
      child.kill('SIGKILL');
      reject(new Error(`The server ${reason}:\n${logs.join('\n')}`));
    };
    const timer = setTimeout(() => fail('did not listen in time'), START_TIMEOUT_MS);
    // Not at its exit, when what it had to say may still be on its way.
    child.once('close', (code) => fail(`ended with ${code} before it listened`));
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        logs.push(line);
        keepLine(`server-${child.pid}`, line);
        key ||= /\bsk_[A-Za-z0-9_-]+/.exec(line)?.[0] ?? '';
        const address = /"address":"(http:[^"]+)"/.exec(line)?.[1];
        if (address === undefined) return;
        clearTimeout(timer);
        child.removeAllListeners('close');
        resolve({ address, key });
      });
    }
  });
}
