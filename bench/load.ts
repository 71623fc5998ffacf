import { Agent, get, type IncomingMessage } from 'node:http';
import type { ChildServer } from './child-server.ts';
import { repeatGet } from './repeated-get.ts';

/** What a server did under load. */
export interface LoadResult {
  /** Answers a second. */
  readonly rate: number;
  /** CPU time the server spent on one answer, µs. */
  readonly cpuPerAnswer: number;
}

/** A load result with how long each answer took, ms. */
export interface TimedLoadResult extends LoadResult {
  readonly latencies: readonly number[];
}

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Bytes of the body. */
  readonly size: number;
}

/**
 * Asks for one URL again and again over a number of connections.
 * @throws {Error} when an answer is not 200, or a connection ends.
 */
export async function hammer(
  server: ChildServer,
  path: string,
  connections: number,
  seconds: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<LoadResult> {
  const cpuBefore = await server.usage.cpuSeconds();
  const startedAt = performance.now();
  const url = new URL(`${server.url}${path}`);
  const until = AbortSignal.timeout(seconds * 1000);
  const counts = await Promise.all(
    Array.from({ length: connections }, () => repeatGet(url, until, headers)),
  );
  const elapsed = (performance.now() - startedAt) / 1000;
  const cpu = (await server.usage.cpuSeconds()) - cpuBefore;
  const answers = counts.reduce((sum, count) => sum + count, 0);
  return { rate: answers / elapsed, cpuPerAnswer: (cpu / answers) * 1e6 };
}

/**
 * Asks for paths, `concurrency` at a time, each as soon as one before it is answered, until they or the time run out.
 * @throws {Error} when an answer is not 200.
 */
export async function drive(
  server: ChildServer,
  paths: Iterator<string, undefined>,
  concurrency: number,
  seconds = Infinity,
): Promise<TimedLoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const latencies: number[] = [];
  const cpuBefore = await server.usage.cpuSeconds();
  const startedAt = performance.now();
  const ask = async () => {
    while (performance.now() - startedAt < seconds * 1000) {
      const next = paths.next();
      if (next.done === true) return;
      const askedAt = performance.now();
      const { status } = await fetchOnce(`${server.url}${next.value}`, agent);
      if (status !== 200) throw new Error(`${next.value}: ${status}`);
      latencies.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, ask));
  const elapsed = (performance.now() - startedAt) / 1000;
  const cpu = (await server.usage.cpuSeconds()) - cpuBefore;
  agent.destroy();
  return {
    rate: latencies.length / elapsed,
    cpuPerAnswer: (cpu / latencies.length) * 1e6,
    latencies,
  };
}

/** Asks once and reads the answer to its end. */
export function fetchOnce(url: string, agent?: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { ...(agent && { agent }) }, (response) => {
      let size = 0;
      response.on('data', (chunk: Buffer) => (size += chunk.length));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, size }),
      );
      response.on('error', reject);
    }).on('error', reject);
  });
}
