import { randomUUID } from 'node:crypto';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Response } from 'express';
import { concatMap } from 'rxjs';
import type { MaySeePrivate } from '../../access/viewers.js';
import { DomainError } from '../../errors/domain-error.js';
import { EventAudience } from './event-audience.js';
import { isAfter, isEventId, QueueEvents, type QueueEvent } from './queue-events.js';

const MOST_CLIENTS = 500;
const MOST_CLIENTS_PER_ADDRESS = 20;
const HEARTBEAT_MS = 15_000;
/** A client this far behind does not read; it can come back and go on where it stopped. */
const LARGEST_BACKLOG_BYTES = 1024 * 1024;
const RETRY_AFTER_SECONDS = 10;
const RECONNECT_MS = 2_000;
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // nginx would keep events back until its buffer is full.
  'X-Accel-Buffering': 'no',
};

/** Who wants to listen. */
export interface Listener {
  readonly response: Response;
  /** What its connections are counted by. */
  readonly address: string;
  readonly maySeePrivate: MaySeePrivate;
}

interface Client extends Listener {
  /** Whether it is told of private assets; asked again at each heartbeat, because keys and sessions end. */
  readonly seesPrivate: boolean;
  /** The last event it has been sent. */
  last: string;
  /** Events that happen while it is told what it missed. */
  held: QueueEvent[] | undefined;
}

/** The clients that listen to the queue: bounded in number, by address, and in how far they may lag. */
@Injectable()
export class EventClients implements BeforeApplicationShutdown {
  private readonly clients = new Set<Client>();
  private readonly byAddress = new Map<string, number>();
  private listening = false;
  private heart: NodeJS.Timeout | undefined;

  constructor(
    private readonly events: QueueEvents,
    private readonly audience: EventAudience,
  ) {}

  /** How many listen. */
  get count(): number {
    return this.clients.size;
  }

  /**
   * Sends events until the client goes away, beginning after `lastEventId`.
   * @throws {DomainError} `too-busy`, `too-many-requests`.
   */
  async add(listener: Listener, lastEventId: string | undefined): Promise<void> {
    const { response, address } = listener;
    const seesPrivate = await listener.maySeePrivate();
    const newest = await this.events.begin();
    // Gone in the meantime: its end will not be told again.
    if (response.destroyed) return;
    this.admit(address);
    this.listen();
    // An id that no event has had, or not yet, is that of a client that has seen nothing.
    const resumes = isEventId(lastEventId) && !isAfter(lastEventId, newest);
    const last = resumes ? lastEventId : newest;
    const client: Client = { ...listener, seesPrivate, last, held: [] };
    this.clients.add(client);
    response.once('close', () => this.remove(client));
    response.writeHead(200, HEADERS);
    // Headers are all that HEAD asks for; it must not wait for an end that never comes.
    if (response.req.method === 'HEAD') {
      response.end();
      return;
    }
    response.flushHeaders();
    response.write(`retry: ${RECONNECT_MS}\n\n`);
    this.write(client, 'connected', { clientId: randomUUID() });
    if (resumes) {
      const missed = await this.events.since(last, () => !response.destroyed);
      const shown = seesPrivate ? missed : await this.audience.publicOnes(missed);
      for (const event of shown) this.send(client, event);
    }
    const held = client.held ?? [];
    client.held = undefined;
    for (const event of held) this.send(client, event);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.heart);
    for (const { response } of this.clients) response.end();
  }

  private admit(address: string): void {
    if (this.clients.size >= MOST_CLIENTS) {
      throw new DomainError('too-busy', 'Too many clients listen already.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    const mine = this.byAddress.get(address) ?? 0;
    if (mine >= MOST_CLIENTS_PER_ADDRESS) {
      throw new DomainError(
        'too-many-requests',
        'Too many clients of this address listen already.',
        {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        },
      );
    }
    this.byAddress.set(address, mine + 1);
  }

  private listen(): void {
    if (this.listening) return;
    this.listening = true;
    this.events.stream.subscribe((event) => this.tell([event], true));
    this.events.stream
      .pipe(concatMap((event) => this.audience.publicOnes([event])))
      .subscribe((events) => this.tell(events, false));
    this.heart = setInterval(() => {
      const timestamp = new Date().toISOString();
      for (const client of this.clients) {
        this.write(client, 'heartbeat', { timestamp });
        if (client.seesPrivate) void this.checkCredential(client);
      }
    }, HEARTBEAT_MS);
    this.heart.unref();
  }

  private tell(events: readonly QueueEvent[], seesPrivate: boolean): void {
    for (const client of this.clients) {
      if (client.seesPrivate !== seesPrivate) continue;
      if (client.held !== undefined) client.held.push(...events);
      else for (const event of events) this.send(client, event);
    }
  }

  /** A client whose key or session has ended may come back as anybody may. */
  private async checkCredential({ maySeePrivate, response }: Client): Promise<void> {
    if (!(await maySeePrivate().catch(() => false))) response.destroy();
  }

  private send(client: Client, event: QueueEvent): void {
    if (!isAfter(event.id, client.last)) return;
    client.last = event.id;
    this.transmit(client, `id: ${event.id}\nevent: ${event.name}\ndata: ${event.data}\n\n`);
  }

  /** Not an event of the history: its id is that of the last one, from where a client goes on. */
  private write(client: Client, name: string, data: object): void {
    this.transmit(client, `id: ${client.last}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  private transmit({ response }: Client, text: string): void {
    if (response.writableLength > LARGEST_BACKLOG_BYTES) response.destroy();
    else response.write(text);
  }

  private remove(client: Client): void {
    if (!this.clients.delete(client)) return;
    const left = (this.byAddress.get(client.address) ?? 1) - 1;
    if (left > 0) this.byAddress.set(client.address, left);
    else this.byAddress.delete(client.address);
  }
}
