import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.ts';

const run = promisify(execFile);
const START_TIMEOUT_MS = 30_000;

/** A Postgres server of a test's own, on a free port of this machine. */
export interface RunningPostgres extends AsyncDisposable {
  /** Makes an empty database; returns its address. */
  database(): Promise<string>;
  /** Stops the server without waiting for clients, as a crash of its machine would. */
  stop(): Promise<void>;
  /** Starts it again on what it has kept. */
  start(): Promise<void>;
}

/**
 * Starts Debian's Postgres on a temporary directory. It does not run as root, so a test that does hands it to the account
 * of the package. The databases sort as English does, not by bytes: what our columns say must not depend on it.
 */
export async function startPostgres(): Promise<RunningPostgres> {
  const programs = await findPrograms();
  const account = process.getuid?.() === 0 ? await accountOf('postgres') : undefined;
  const directory = await mkdtemp(join(tmpdir(), 'openinary-postgres-'));
  if (account !== undefined) await chown(directory, account.uid, account.gid);
  const data = join(directory, 'data');
  const options = {
    ...account,
    cwd: directory,
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
  };
  await run(
    join(programs, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'openinary',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale-provider=icu',
      '--icu-locale=en-US',
      '--no-sync',
    ],
    options,
  );
  const port = await freePort();
  const address = (name: string) => `postgres://openinary@127.0.0.1:${port}/${name}`;
  let server: ChildProcess | undefined;
  let count = 0;
  const start = async () => {
    const settings = [
      'fsync=off',
      'listen_addresses=127.0.0.1',
      `port=${port}`,
      `unix_socket_directories=${directory}`,
      'max_connections=200',
    ];
    server = spawn(
      join(programs, 'postgres'),
      ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
      { ...options, stdio: 'ignore' },
    );
    await untilItAnswers(address('postgres'));
  };
  const stop = async () => {
    if (server === undefined) return;
    const gone = new Promise((resolve) => server?.once('exit', resolve));
    // "Immediate shutdown": connections are cut, the next start recovers from the log.
    if (server.exitCode === null && server.kill('SIGQUIT')) await gone;
    server = undefined;
  };
  await start();
  return {
    start,
    stop,
    async database() {
      count += 1;
      const name = `test_${count}`;
      await query(address('postgres'), `create database ${name}`);
      return address(name);
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function findPrograms(): Promise<string> {
  const root = '/usr/lib/postgresql';
  const versions = (await readdir(root)).sort((a, b) => Number(b) - Number(a));
  const [newest] = versions;
  if (newest === undefined) throw new Error(`There is no Postgres below ${root}.`);
  return join(root, newest, 'bin');
}

async function accountOf(name: string): Promise<{ readonly uid: number; readonly gid: number }> {
  const id = async (option: string) => Number((await run('id', [option, name])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

async function untilItAnswers(address: string): Promise<void> {
  const until = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await query(address, 'select 1');
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(50);
    }
  }
}

async function query(address: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: address });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
