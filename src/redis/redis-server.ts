import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { DirectoryLock } from './directory-lock.js';
import { findProgram } from '../process/installed-program.js';
import { socketPathOf } from './redis-address.js';
import { endOrphan } from './redis-orphan.js';

const FIRST_RESTART_MS = 100;
const LAST_RESTART_MS = 15_000;
// A server that ran this long was healthy: the next restart is prompt again; ms.
const HEALTHY_MS = 10_000;
const STOP_TIMEOUT_MS = 5000;
// An append-only file of millions of entries takes longer to load: the queue then waits for it; ms.
const START_TIMEOUT_MS = 2000;

/**
 * A `redis-server` of this process's own, on a unix socket, restarted when it dies and stopped with the process.
 * Everything it was told is in its append-only file before it answers, so a kill of the server loses nothing.
 */
export class RedisServer {
  private readonly logger = new Logger(RedisServer.name);
  private child: ChildProcess | undefined;
  private restartTimer: NodeJS.Timeout | undefined;
  private delay = FIRST_RESTART_MS;
  private stopping = false;
  private missingReported = false;

  private constructor(
    private readonly directory: string,
    private readonly lock: DirectoryLock,
    /** The unix socket it listens on. */
    readonly socket: string,
  ) {}

  /**
   * Takes the directory, ends what an earlier process left running there, and starts the server.
   * A missing `redis-server` is no error: it is reported once and looked for again.
   * @throws {StartupError} when another process holds the directory.
   */
  static async start(directory: string): Promise<RedisServer> {
    const lock = await DirectoryLock.take(directory);
    const socket = socketPathOf(directory);
    await mkdir(dirname(socket), { recursive: true, mode: 0o700 });
    await endOrphan(directory, socket);
    const server = new RedisServer(resolve(directory), lock, socket);
    await server.launch();
    await server.untilListening();
    return server;
  }

  /** The running server's process id. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Stops the server, and waits until it has written everything. */
  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    clearTimeout(this.restartTimer);
    const { child } = this;
    if (child !== undefined) {
      await new Promise<void>((done) => {
        const kill = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
        child.once('exit', () => {
          clearTimeout(kill);
          done();
        });
        child.kill('SIGTERM');
      });
    }
    await rm(this.socket, { force: true });
    this.lock.release();
  }

  private async launch(): Promise<void> {
    const [program, guard] = await Promise.all([
      findProgram('redis-server'),
      findProgram('setpriv'),
    ]);
    if (this.stopping) return;
    if (program === undefined) {
      this.reportMissing();
      this.scheduleRestart();
      return;
    }
    const startedAt = Date.now();
    // With setpriv the kernel ends the server with this process, even after a kill that nothing can catch.
    const bound = ['--pdeathsig', 'TERM', '--', program, ...this.options()];
    const child = spawn(guard ?? program, guard === undefined ? this.options() : bound, {
      cwd: this.directory,
      // A process group of its own: Ctrl-C at a terminal reaches us, and we stop it after the last writer.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const tail = collectTail(child);
    this.child = child;
    child.once('error', (error) => this.logger.error(`redis-server: ${error.message}`));
    child.once('close', (code, signal) => this.onGone(child, startedAt, signal ?? code, tail()));
  }

  /** Waits until connections are accepted, and a bounded time only: the product starts without Redis, too. */
  private async untilListening(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (this.child !== undefined && Date.now() < deadline) {
      if (await accepts(this.socket)) return;
      await sleep(10);
    }
  }

  private onGone(
    child: ChildProcess,
    startedAt: number,
    cause: number | NodeJS.Signals | null,
    tail: string,
  ): void {
    if (this.child === child) this.child = undefined;
    if (this.stopping) return;
    if (Date.now() - startedAt > HEALTHY_MS) this.delay = FIRST_RESTART_MS;
    const words = typeof cause === 'number' ? ` It wrote: ${tail}` : '';
    this.logger.warn(
      `redis-server ended (${cause ?? 'unknown'}); starting it again in ${this.delay} ms.${words}`,
    );
    this.scheduleRestart();
  }

  private scheduleRestart(): void {
    this.restartTimer = setTimeout(() => {
      this.launch().catch((error: unknown) => this.logger.error(error));
    }, this.delay);
    this.restartTimer.unref();
    this.delay = Math.min(this.delay * 2, LAST_RESTART_MS);
  }

  private reportMissing(): void {
    if (this.missingReported) return;
    this.missingReported = true;
    this.logger.warn(
      'redis-server is not installed: images work, videos wait until it is installed or REDIS_URL is set.',
    );
  }

  private options(): readonly string[] {
    return [
      ...['--port', '0'],
      ...['--unixsocket', this.socket, '--unixsocketperm', '700'],
      ...['--dir', this.directory, '--pidfile', join(this.directory, 'redis.pid')],
      ...['--daemonize', 'no', '--supervised', 'no', '--logfile', '', '--loglevel', 'warning'],
      ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
      ...['--maxmemory-policy', 'noeviction'],
    ];
  }
}

function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = connect(socket);
    attempt.once('connect', () => resolve(true)).once('error', () => resolve(false));
    attempt.once('connect', () => attempt.destroy());
  });
}

/** Keeps the last lines a child writes, for the log when it dies. */
function collectTail(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text = (text + chunk).slice(-1000)));
  }
  return () => text.trim().split('\n').slice(-3).join(' | ');
}
