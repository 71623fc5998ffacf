import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Subject, type Observable } from 'rxjs';
import { RedisConnections } from '../redis/redis-connections.js';
import { KEYS } from './video-job.js';

const HISTORY = 1_000;
const READ_BLOCK_MS = 5_000;
const RETRY_MS = 500;
const EVENT_ID = /^\d{1,16}-\d{1,10}$/;

/** What happens to jobs. */
export type QueueEventName =
  'job:created' | 'job:started' | 'job:progress' | 'job:completed' | 'job:error' | 'job:cancelled';

/** One thing that happened, with the place it has among all. */
export interface QueueEvent {
  readonly id: string;
  readonly name: string;
  /** The asset's path; it is not shown but decides to whom the event is. Empty where it was not written down. */
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
  private stopped = false;
  private last = '0-0';

  constructor(private readonly connections: RedisConnections) {
    this.writer = connections.connect({ enableOfflineQueue: false, commandTimeout: 2_000 });
  }

  /** The id of the newest event that was seen here. */
  get lastId(): string {
    return this.last;
  }

  /** Events as they happen; reading begins with the first subscriber. */
  get stream(): Observable<QueueEvent> {
    if (this.reader === undefined) void this.read();
    return this.live;
  }

  /** Tells everybody. Nothing that must not be lost depends on it: without Redis it is not told. */
  async publish(
    name: QueueEventName,
    path: string,
    data: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    try {
      const fields = ['name', name, 'path', path, 'data', JSON.stringify(data)];
      await this.writer.xadd(KEYS.events, 'MAXLEN', '~', HISTORY, '*', ...fields);
    } catch {
      this.logger.debug(`${name} was not told: Redis is away.`);
    }
  }

  /** What happened after an event, oldest first; everything that is remembered when that is older, nothing for no id. */
  async since(id: string): Promise<readonly QueueEvent[]> {
    if (!EVENT_ID.test(id)) return [];
    try {
      return (await this.writer.xrange(KEYS.events, `(${id}`, '+', 'COUNT', HISTORY)).map(eventOf);
    } catch {
      return [];
    }
  }

  beforeApplicationShutdown(): void {
    this.stopped = true;
    this.live.complete();
    this.reader?.disconnect();
  }

  private async read(): Promise<void> {
    const reader = this.connections.connect({ maxRetriesPerRequest: null });
    this.reader = reader;
    let known = false;
    while (!this.stopped) {
      try {
        if (!known) this.last = await newestId(reader);
        known = true;
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

/** Whether event `one` came after `other`. */
export function isAfter(one: string, other: string): boolean {
  const [time = 0, sequence = 0] = one.split('-').map(Number);
  const [otherTime = 0, otherSequence = 0] = other.split('-').map(Number);
  return time === otherTime ? sequence > otherSequence : time > otherTime;
}
