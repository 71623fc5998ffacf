import { randomUUID } from 'node:crypto';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Subject, type Observable } from 'rxjs';
import { Echoes } from './echoes.js';
import type { RedisConnections } from './redis-connections.js';

/** The topic where it is not known, or does not matter, what exactly has changed. */
const EVERYTHING = 'everything';
const CHANNEL = 'openinary:announcements';
/** How often it is made sure that the others are still heard, and how long an answer may take; ms. */
const HEARTBEAT_MS = 1_000;
const PATIENCE_MS = 2_000;
/**
 * How long telling may take, ms. Longer than the others need to notice that Redis says nothing: who has waited in vain
 * can rely on it that they remember nothing any more.
 */
const TELLING_PATIENCE_MS = HEARTBEAT_MS + PATIENCE_MS + 500;
const RETRY_MS = 500;

interface Announcement {
  readonly from: string;
  /** Counts what `from` has told, for who has heard it to say which. */
  readonly number: number;
  readonly topic: string;
  readonly subjects: readonly string[];
}

/** What is done about something that others tell, with its subjects. */
type Hearer = (subjects: readonly string[]) => void | Promise<void>;

/**
 * What the processes of one service tell each other to look at again. Nothing is kept for who does not listen: a process
 * that may have missed something, because its connection or the teller's was lost, is told to forget all it remembers.
 * A process that has its Redis to itself is alone, and told nothing.
 */
export class Announcements implements OnApplicationShutdown {
  private readonly logger = new Logger(Announcements.name);
  private readonly id = randomUUID();
  private readonly echoes = new Echoes();
  private readonly hearers = new Map<string, Hearer>();
  private readonly gaps = new Subject<void>();
  private readonly teller: Redis | undefined;
  private readonly listener: Redis | undefined;
  private readonly timer: NodeJS.Timeout | undefined;
  private hearing: boolean;
  /** Something could not be told, and is made up for when Redis is back. */
  private owed = false;

  private constructor(connections: RedisConnections | undefined) {
    this.hearing = connections === undefined;
    if (connections === undefined) return;
    const impatient = { enableOfflineQueue: false, commandTimeout: PATIENCE_MS };
    this.teller = connections.connect({
      ...impatient,
      commandTimeout: TELLING_PATIENCE_MS,
      maxRetriesPerRequest: 0,
    });
    this.teller.on('ready', () => void this.makeUp());
    this.listener = connections.connect({ ...impatient, autoResubscribe: false });
    this.listener.on('ready', () => void this.listen());
    this.listener.on('close', () => this.lose());
    this.listener.on('message', (channel, text: string) => {
      if (channel === CHANNEL) void this.receive(text);
      else this.echoes.note(Number(text));
    });
    this.timer = setInterval(() => void this.beat(), HEARTBEAT_MS).unref();
  }

  /** Among the processes that share a Redis. */
  static among(connections: RedisConnections): Announcements {
    return new Announcements(connections);
  }

  /** Of a process that shares nothing. */
  static ofOneAlone(): Announcements {
    return new Announcements(undefined);
  }

  /** Whether there are no others. */
  get isAlone(): boolean {
    return this.teller === undefined;
  }

  /** Whether everything that others tell is heard. While it is not, what is remembered may be out of date. */
  get isHearing(): boolean {
    return this.hearing;
  }

  /** Tells when something may have been missed. */
  get missed(): Observable<void> {
    return this.gaps;
  }

  /**
   * Has something done whenever others tell of a topic, which has one hearer. Who tells waits until it is done. What it
   * throws says that the subjects are none.
   */
  hear(topic: string, hearer: Hearer): void {
    this.hearers.set(topic, hearer);
  }

  /**
   * Tells the others, and is done when they have done what they do about it, or have noticed that Redis passes nothing on.
   * That Redis has taken it is not enough: it answers who tells before it writes to who listens. It never fails: what
   * cannot be told now is made up for.
   */
  async tell(topic: string, subjects: readonly string[]): Promise<void> {
    if (this.teller === undefined) return;
    const number = this.echoes.expect();
    const announcement: Announcement = { from: this.id, number, topic, subjects };
    try {
      const listeners = await this.teller.publish(CHANNEL, JSON.stringify(announcement));
      await this.echoes.all(number, listeners);
    } catch {
      this.owed = true;
      this.echoes.giveUp(number);
    }
  }

  /** Has everybody forget all they remember, this process included. */
  async tellOfEverything(): Promise<void> {
    this.gaps.next();
    await this.tell(EVERYTHING, []);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async makeUp(): Promise<void> {
    if (!this.owed) return;
    this.owed = false;
    await this.tell(EVERYTHING, []);
  }

  private async listen(): Promise<void> {
    try {
      await this.listener?.subscribe(CHANNEL, echoChannel(this.id));
      this.hearing = true;
      this.gaps.next();
    } catch {
      // Lost again at once; the next connection tries anew.
      this.lose();
      setTimeout(() => this.listener?.disconnect(true), RETRY_MS).unref();
    }
  }

  private lose(): void {
    if (!this.hearing) return;
    this.hearing = false;
    this.gaps.next();
  }

  /** A connection can die without a word. */
  private async beat(): Promise<void> {
    if (this.listener?.status !== 'ready' || !this.hearing) return;
    try {
      await this.listener.ping();
    } catch {
      this.lose();
      this.listener.disconnect(true);
    }
  }

  private async receive(text: string): Promise<void> {
    const announcement = readAnnouncement(text);
    if (announcement?.from === this.id) {
      this.echoes.note(announcement.number);
      return;
    }
    if (announcement === undefined || !(await this.heed(announcement))) {
      this.logger.warn('Another program writes to the channel of announcements.');
      this.gaps.next();
    }
    if (announcement !== undefined) this.echo(announcement);
  }

  /** @returns whether it made sense to who hears of it. */
  private async heed({ topic, subjects }: Announcement): Promise<boolean> {
    if (topic === EVERYTHING) {
      this.gaps.next();
      return true;
    }
    try {
      await this.hearers.get(topic)?.(subjects);
      return true;
    } catch {
      return false;
    }
  }

  private echo({ from, number }: Announcement): void {
    // Who tells waits no longer than it has patience for; what is lost here costs it just that.
    this.teller?.publish(echoChannel(from), String(number)).catch(() => undefined);
  }
}

/** Where a process is told that others have heard it. */
function echoChannel(id: string): string {
  return `${CHANNEL}:${id}`;
}

function readAnnouncement(text: string): Announcement | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('from' in value && 'topic' in value && 'subjects' in value)) return undefined;
  const { from, topic, subjects } = value;
  if (typeof from !== 'string' || typeof topic !== 'string' || !Array.isArray(subjects))
    return undefined;
  const number = 'number' in value ? Number(value.number) : 0;
  return { from, number, topic, subjects: subjects.map(String) };
}
