import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Subject, type Observable } from 'rxjs';
import { RedisConnections } from '../../redis/redis-connections.js';
import { refusalOf } from '../../redis/refusal.js';
import { KEYS } from '../video-job.js';
import type { QueueEventName } from './job-events.js';

const HISTORY = 1_000;
const READ_BLOCK_MS = 5_000;
const RETRY_MS = 500;
/** How long a reader waits to learn where the events are; Redis is away when that takes longer. */
const PATIENCE_MS = 2_000;
/** What ioredis says of a command that was not answered within its `commandTimeout`. */
const TIMED_OUT = 'Command timed out';
const EVENT_ID = /^\d{1,16}-\d{1,10}$/;

/** One thing that happened, with the place it has among all. */
export interface QueueEvent {
  readonly id: string;
  readonly name: string;
  /** The asset's path; it is not shown but decides to whom the event is. Empty where it was not written down. */
  readonly path: string;
  /** JSON. */
  readonly data: string;
}

interface ToldEvent {
  readonly name: QueueEventName;
  readonly path: string;
  /** JSON. */
  readonly data: string;
}

/**
 * What happens to jobs, whichever process it happens in: a bounded stream in Redis that all write to and read from.
 * Its ids only grow, so a reader can go on where it stopped.
 */
@Injectable()
export class QueueEvents implements BeforeApplicationShutdown {
  private readonly logger = new Logger(QueueEvents.name);
  private readonly live = new Subject<QueueEvent>();
  private readonly writer: Redis;
  private reader: Redis | undefined;
  private readonly begun = Promise.withResolvers<undefined>();
  /** What could not be told without Redis. */
  private readonly owed: ToldEvent[] = [];
  private stopped = false;
  private last = '0-0';

  constructor(private readonly connections: RedisConnections) {
    this.writer = connections.connect({ enableOfflineQueue: false, commandTimeout: 2_000 });
    // Before anything else is told, and so in its order.
    this.writer.on('ready', () => {
      for (const event of this.owed.splice(0)) void this.write(event);
    });
  }

  /** Events as they happen, once {@link begin} was called. */
  get stream(): Observable<QueueEvent> {
    return this.live;
  }

  /**
   * Begins to read, unless that is done already, and waits until no event from now on is missed.
   * @returns the id of the newest event: from where whoever has seen nothing goes on.
   */
  async begin(): Promise<string> {
    if (this.reader === undefined) void this.read();
    await Promise.race([this.begun.promise, sleep(PATIENCE_MS, undefined, { ref: false })]);
    return this.last;
  }

  /**
   * Tells everybody. What happens while Redis is away is told when it is back, but how far a job was; nothing that must not
   * be lost depends on it.
   */
  async publish(name: QueueEventName, path: string, data: object): Promise<void> {
    await this.write({ name, path, data: JSON.stringify(data) });
  }

  /**
   * What happened after an event, oldest first; everything that is remembered when that is older. It waits for Redis as
   * long as somebody wants to know.
   */
  async since(id: string, isWanted: () => boolean): Promise<readonly QueueEvent[]> {
    while (isWanted() && !this.stopped) {
      try {
        return (await this.writer.xrange(KEYS.events, `(${id}`, '+')).map(eventOf);
      } catch {
        await sleep(RETRY_MS);
      }
    }
    return [];
  }

  beforeApplicationShutdown(): void {
    this.stopped = true;
    this.live.complete();
    this.reader?.disconnect();
  }

  private async write(event: ToldEvent): Promise<void> {
    const { name, path, data } = event;
    try {
      const fields = ['name', name, 'path', path, 'data', data];
      await this.writer.xadd(KEYS.events, 'MAXLEN', '~', HISTORY, '*', ...fields);
    } catch (error) {
      this.logger.debug(`${name} was not told: Redis is away.`);
      if (hasReached(error) || name === 'job:progress') return;
      this.owed.push(event);
      if (this.owed.length > HISTORY) this.owed.shift();
    }
  }

  private async read(): Promise<void> {
    const reader = this.connections.connect({ maxRetriesPerRequest: null });
    this.reader = reader;
    let known = false;
    while (!this.stopped) {
      try {
        if (!known) this.last = await newestId(reader);
        known = true;
        this.begun.resolve(undefined);
        const answer = await reader.xread(
          'BLOCK',
          READ_BLOCK_MS,
          'STREAMS',
          KEYS.events,
          this.last,
        );
        for (const [, entries] of answer ?? [])
          for (const entry of entries) this.tell(eventOf(entry));
      } catch {
        await sleep(RETRY_MS);
      }
    }
  }

  private tell(event: QueueEvent): void {
    this.last = event.id;
    this.live.next(event);
  }
}

/** Whether a command that failed has come to Redis, or may have: it was refused, or not answered in time. */
function hasReached(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return refusalOf(error) !== undefined || error.message === TIMED_OUT;
}

async function newestId(client: Redis): Promise<string> {
  const [newest] = await client.xrevrange(KEYS.events, '+', '-', 'COUNT', 1);
  return newest?.[0] ?? '0-0';
}

function eventOf([id, fields]: readonly [string, readonly string[]]): QueueEvent {
  const values = new Map<string, string>();
  for (let index = 0; index + 1 < fields.length; index += 2) {
    values.set(fields[index] ?? '', fields[index + 1] ?? '');
  }
  return {
    id,
    name: values.get('name') ?? '',
    path: values.get('path') ?? '',
    data: values.get('data') ?? '{}',
  };
}

/** Whether it can be the id of an event. */
export function isEventId(id: string | undefined): id is string {
  return id !== undefined && EVENT_ID.test(id);
}

/** Whether event `one` came after `other`. */
export function isAfter(one: string, other: string): boolean {
  const [time = 0, sequence = 0] = one.split('-').map(Number);
  const [otherTime = 0, otherSequence = 0] = other.split('-').map(Number);
  return time === otherTime ? sequence > otherSequence : time > otherTime;
}
