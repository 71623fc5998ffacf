import { get, type IncomingMessage } from 'node:http';

/** An event of the queue. */
export interface ShownEvent {
  readonly id: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A connection to the queue's events, whatever the server answered. */
export interface EventStream extends Disposable {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** All that has come so far. */
  readonly events: readonly ShownEvent[];
  /** What came instead of events: a problem, as text. */
  readonly text: () => string;
  /** Hangs up. */
  close(): void;
}

/** Opens a connection of its own, and is there as soon as the server has answered. */
export function openEvents(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const outgoing = get(`${url}/queue/events`, { agent: false, headers }, (incoming) => {
      const events: ShownEvent[] = [];
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const event = readBlock(block);
          if (event !== undefined) events.push(event);
        }
      });
      // Hanging up is how these connections end.
      incoming.on('error', () => undefined);
      const close = () => void outgoing.destroy();
      resolve({
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        events,
        text: () => text,
        close,
        [Symbol.dispose]: close,
      });
    });
    outgoing.once('error', reject);
  });
}

/** Reads one event of a stream; undefined for a block that is none, such as the time to wait before coming back. */
export function readBlock(block: string): ShownEvent | undefined {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const name = field('event');
  if (name === undefined) return undefined;
  const data = JSON.parse(field('data') ?? '{}') as ShownEvent['data'];
  return { id: field('id') ?? '', name, data };
}
