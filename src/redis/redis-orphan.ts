import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

const STOP_TIMEOUT_MS = 4000;
const POLL_MS = 25;

/**
 * Ends a `redis-server` that outlived the process that ran it, and clears its socket.
 * The caller holds the directory's lock, so whatever still serves the directory has no owner.
 */
export async function endOrphan(directory: string, socket: string): Promise<void> {
  const pid = await orphanPid(directory, socket);
  if (pid !== undefined) await endProcess(pid);
  else await shutDownThroughSocket(socket);
  await rm(socket, { force: true });
}

/** The orphan's process id: the pid file's, when that process still is a redis-server on this socket. */
async function orphanPid(directory: string, socket: string): Promise<number | undefined> {
  const text = await readFile(join(directory, 'redis.pid'), 'utf8').catch(() => '');
  const pid = Number(text.trim());
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const title = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return title.includes('redis-server') && title.includes(socket) ? pid : undefined;
}

async function endProcess(pid: number): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  signal(pid, 'SIGTERM');
  while (isAlive(pid) && Date.now() < deadline) await sleep(POLL_MS);
  if (!isAlive(pid)) return;
  signal(pid, 'SIGKILL');
  while (isAlive(pid) && Date.now() < deadline + STOP_TIMEOUT_MS) await sleep(POLL_MS);
}

/** For systems without /proc, and orphans whose pid file is gone. */
async function shutDownThroughSocket(socket: string): Promise<void> {
  const client = new Redis({
    path: socket,
    lazyConnect: true,
    enableReadyCheck: false,
    connectTimeout: STOP_TIMEOUT_MS,
    commandTimeout: STOP_TIMEOUT_MS,
    retryStrategy: () => null,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.shutdown('NOSAVE');
  } catch {
    // Nobody listens, or it has closed the connection by going away: both are what was wanted.
  } finally {
    client.disconnect();
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
