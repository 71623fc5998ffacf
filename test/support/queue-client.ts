import { setTimeout as sleep } from 'node:timers/promises';
import { readBlock, type ShownEvent } from './event-stream.ts';
import type { RunningServer } from './server.ts';

/** A job as the API shows it. */
export interface ShownJob {
  readonly id: string;
  readonly path: string;
  readonly status: string;
  readonly progress: number;
  readonly attempts: number;
  readonly error?: string;
  readonly workerId?: string;
}

type Address = Pick<RunningServer, 'url' | 'key'>;

/** Asks a protected route, and gives the status with the JSON of the answer, of which the caller knows the shape. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- says what the route is documented to answer
export async function ask<T>(
  { url, key }: Address,
  method: string,
  path: string,
): Promise<{ readonly status: number; readonly body: T }> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}` },
  });
  return { status: response.status, body: (await response.json()) as T };
}

/** The process id of a worker that lives. */
export async function pidOfWorker(server: Address, workerId: string | undefined): Promise<number> {
  const { body } = await ask<{ workers: { id: string; pid: number }[] }>(
    server,
    'GET',
    '/queue/worker/stats',
  );
  const worker = body.workers.find(({ id }) => id === workerId);
  if (worker === undefined) throw new Error(`No worker ${workerId} lives.`);
  return worker.pid;
}

/** Asks again and again until an answer satisfies; fails after `seconds`. */
export async function untilTrue(
  condition: () => Promise<boolean>,
  seconds = 40,
  everyMs = 50,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let cause: unknown;
  const holds = () =>
    condition().catch((error: unknown) => {
      cause = error;
      return false;
    });
  while (Date.now() < deadline) {
    if (await holds()) return;
    await sleep(everyMs);
  }
  throw new Error(`It did not come true within ${seconds} s.`, { cause });
}

/** Asks for a video until it is there or cannot be made. */
export async function untilDelivered(server: Address, path: string): Promise<Response> {
  let last: Response | undefined;
  await untilTrue(async () => {
    last = await fetch(`${server.url}${path}`);
    if (last.status === 202 || last.status === 503) {
      await last.arrayBuffer();
      return false;
    }
    return true;
  });
  if (last === undefined) throw new Error('Nothing was asked.');
  return last;
}

/** How a queue is followed. */
interface FollowOptions {
  readonly lastEventId?: string;
  readonly key?: string;
  readonly seconds?: number;
}

/** Follows the queue until `enough` says so or `seconds` have passed. */
export async function followQueue(
  address: Address,
  enough: (events: readonly ShownEvent[]) => boolean,
  options: FollowOptions = {},
): Promise<readonly ShownEvent[]> {
  return (await openQueue(address, enough, options)).events;
}

/** As {@link followQueue}, done once the stream is open: what happens from then on is among the events. */
export async function openQueue(
  { url }: Address,
  enough: (events: readonly ShownEvent[]) => boolean,
  { lastEventId, key, seconds = 40 }: FollowOptions = {},
): Promise<{ readonly events: Promise<readonly ShownEvent[]> }> {
  const response = await fetch(`${url}/queue/events`, {
    headers: {
      ...(lastEventId !== undefined && { 'Last-Event-ID': lastEventId }),
      ...(key !== undefined && { Authorization: `Bearer ${key}` }),
    },
    signal: AbortSignal.timeout(seconds * 1000),
  });
  const opened = Promise.withResolvers<undefined>();
  const events = readEvents(response, (seen) => {
    opened.resolve(undefined);
    return enough(seen);
  });
  // Whoever waits for them is told.
  events.catch(() => undefined);
  await Promise.race([opened.promise, events]);
  return { events };
}

async function readEvents(
  response: Response,
  enough: (events: readonly ShownEvent[]) => boolean,
): Promise<readonly ShownEvent[]> {
  const events: ShownEvent[] = [];
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = readBlock(block);
      if (event !== undefined) events.push(event);
    }
    if (enough(events)) break;
  }
  return events;
}
