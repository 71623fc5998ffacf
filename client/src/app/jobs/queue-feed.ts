import { DestroyRef, inject, Service, signal } from '@angular/core';
import { Delay } from '../ui/delay';

/** What the server tells of a job. */
export const QUEUE_EVENTS = [
  'job:created',
  'job:started',
  'job:progress',
  'job:completed',
  'job:error',
  'job:cancelled',
] as const;
export type QueueEventName = (typeof QUEUE_EVENTS)[number];

export interface QueueEvent {
  readonly name: QueueEventName;
  readonly jobId: string;
  /** Percent, of `job:progress`. */
  readonly progress?: number;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** The server's events about jobs, followed as long as the page is open: a lost connection is made again, for ever. */
@Service({ autoProvided: false })
export class QueueFeed {
  private source: EventSource | undefined;
  private readonly delay = new Delay();
  private pause = FIRST_PAUSE_MS;
  private readonly connection = signal<'connecting' | 'live' | 'lost'>('connecting');

  readonly state = this.connection.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.source?.close());
  }

  /** Hands on every event; `connected` is told whenever events may have been missed. */
  follow(told: (event: QueueEvent) => void, connected: () => void): void {
    const source = new EventSource('/queue/events');
    this.source = source;
    source.onopen = () => {
      this.pause = FIRST_PAUSE_MS;
      this.connection.set('live');
      connected();
    };
    source.onerror = () => {
      this.connection.set('lost');
      // The browser tries again by itself, but not after an answer that is no stream.
      if (source.readyState !== EventSource.CLOSED) return;
      this.delay.run(this.pause, () => this.follow(told, connected));
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    };
    for (const name of QUEUE_EVENTS) {
      source.addEventListener(name, ({ data }: MessageEvent<string>) => {
        const event = readEvent(name, data);
        if (event !== undefined) told(event);
      });
    }
  }
}

/** Reads the data of an event, which is JSON. */
export function readEvent(name: QueueEventName, data: string): QueueEvent | undefined {
  const body: unknown = JSON.parse(data);
  if (typeof body !== 'object' || body === null || !('jobId' in body)) return undefined;
  if (typeof body.jobId !== 'string') return undefined;
  const progress = 'progress' in body && typeof body.progress === 'number' ? body.progress : 0;
  return { name, jobId: body.jobId, ...(name === 'job:progress' && { progress }) };
}
