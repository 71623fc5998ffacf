import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { StorageUnavailableError } from '../storage-unavailable.js';
import type { Breaker } from './breaker.js';
import { SILENCE_MS } from './call-limits.js';

/** Attempts in a row that bring nothing. */
const MOST_ATTEMPTS = 4;
/** Before the second attempt; each further one waits twice as long. ms. */
const FIRST_PAUSE = 100;

/** A stream from a place in an object on, and how many bytes it is to give. */
export interface OpenedRead {
  readonly body: Readable;
  readonly length: number;
}

/** Is told of silence. */
type Pulse = Pick<Breaker, 'missed'>;

/**
 * The bytes of an object as one stream, however often the connection is cut or stands still.
 * @param reopen opens it again `skipped` bytes further on; undefined when it is not the same object any more.
 */
export function resumable(
  first: OpenedRead,
  reopen: (skipped: number) => Promise<OpenedRead | undefined>,
  signal: AbortSignal | undefined,
  breaker: Pulse,
): Readable {
  const stream = Readable.from(bytes(first, reopen, signal, breaker), { objectMode: false });
  // A stream that nobody comes to read holds no connection.
  stream.once('close', () => first.body.destroy());
  return stream;
}

async function* bytes(
  { body, length }: OpenedRead,
  reopen: (skipped: number) => Promise<OpenedRead | undefined>,
  signal: AbortSignal | undefined,
  breaker: Pulse,
): AsyncGenerator<Buffer> {
  let source: Readable | undefined = body;
  let position = 0;
  for (let attempt = 1; ; attempt += 1) {
    let failure: unknown;
    try {
      source ??= (await reopen(position))?.body;
      if (source === undefined)
        throw new StorageUnavailableError('The object has changed while it was read.');
      for await (const chunk of audible(source, breaker)) {
        position += chunk.length;
        attempt = 0;
        yield chunk;
      }
    } catch (error) {
      failure = error;
    }
    if (position >= length) return;
    signal?.throwIfAborted();
    if (attempt >= MOST_ATTEMPTS || failure instanceof StorageUnavailableError) {
      throw failure instanceof StorageUnavailableError
        ? failure
        : new StorageUnavailableError('The storage cannot be reached.', failure);
    }
    source = undefined;
    await pause(FIRST_PAUSE * 2 ** attempt);
  }
}

/** A stream that fails when it brings nothing for long while somebody waits: how slowly they read is not counted. */
async function* audible(source: Readable, breaker: Pulse): AsyncGenerator<Buffer> {
  const giveUp = () => {
    breaker.missed(performance.now() - SILENCE_MS);
    source.destroy(new DOMException('Nothing came for long.', 'TimeoutError'));
  };
  let timer = setTimeout(giveUp, SILENCE_MS);
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      clearTimeout(timer);
      yield chunk;
      timer = setTimeout(giveUp, SILENCE_MS);
    }
  } finally {
    clearTimeout(timer);
  }
}
