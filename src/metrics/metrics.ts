import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { availableMemory } from '../process/available-memory.js';
import { SERVICE_VERSION } from '../config/version.js';
import { MemoryAnswers } from './memory-answers.js';

/** Seconds; from an answer out of memory to the longest render. */
const REQUEST_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const RENDER_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
const JOB_BUCKETS = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

/** Why credentials are refused that somebody makes up. */
const GUESSES = ['wrong-credentials', 'unknown', 'malformed', 'sign-in-rate-limited'];

/** Names and values of one gauge, read when it is asked for. */
export type Readings = Readonly<Record<string, number>>;

/** How a variant was answered: it was there, it was rendered, or another request's render was awaited. */
export type CacheResult = 'hit' | 'miss' | 'coalesced';

/** What became of an uploaded file. */
export type UploadOutcome = 'stored' | 'refused' | 'failed';

/** Counts what the product does. Every label has few values: none of them is chosen by a client. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'openinary_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, by route pattern.',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: REQUEST_BUCKETS,
    registers: [this.registry],
  });
  private readonly renders = new Histogram({
    name: 'openinary_transform_duration_seconds',
    help: 'Time a render took in its slot, by kind of asset and format of the result.',
    labelNames: ['kind', 'format'] as const,
    buckets: RENDER_BUCKETS,
    registers: [this.registry],
  });
  private readonly cache = new Counter({
    name: 'openinary_cache_requests_total',
    help: 'Requests for variants, by whether they were there.',
    labelNames: ['result'] as const,
    registers: [this.registry],
  });
  private readonly uploads = new Counter({
    name: 'openinary_uploads_total',
    help: 'Uploaded files, by outcome.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });
  private readonly authFailures = new Counter({
    name: 'openinary_auth_failures_total',
    help: 'Refused credentials and requests without one, by reason.',
    labelNames: ['reason'] as const,
    registers: [this.registry],
  });
  private readonly jobs = new Histogram({
    name: 'openinary_job_duration_seconds',
    help: 'Time from the start of a job to its end, by outcome.',
    labelNames: ['outcome'] as const,
    buckets: JOB_BUCKETS,
    registers: [this.registry],
  });
  /** Where answers from memory are counted. */
  readonly memoryAnswers = new MemoryAnswers(this.requests, this.cache);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'openinary_build_info',
      help: 'The running version.',
      labelNames: ['version'],
      registers: [this.registry],
    }).set({ version: SERVICE_VERSION }, 1);
    new Gauge({
      name: 'openinary_memory_limit_bytes',
      help: "Memory that this process and its children may use: the container's, or the machine's.",
      registers: [this.registry],
    }).set(availableMemory());
    for (const result of ['hit', 'miss', 'coalesced'] as const) this.cache.inc({ result }, 0);
    for (const outcome of ['stored', 'refused', 'failed'] as const)
      this.uploads.inc({ outcome }, 0);
    // From 0 on: what comes in a burst before the first scrape would otherwise be no rise.
    for (const reason of GUESSES) this.authFailures.inc({ reason }, 0);
  }

  /** Media type of `expose`'s text. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** Everything in Prometheus' text format. */
  async expose(): Promise<string> {
    this.memoryAnswers.flush();
    return this.registry.metrics();
  }

  /** A request has been answered. `route` is the pattern that matched, never the path. */
  requestFinished(route: string, method: string, status: number, seconds: number): void {
    this.requests.observe({ route, method, status }, seconds);
  }

  /** A render has been made. */
  rendered(kind: 'image' | 'video' | 'poster', format: string, seconds: number): void {
    this.renders.observe({ kind, format }, seconds);
  }

  /** A variant was asked for. */
  cacheAsked(result: CacheResult): void {
    this.cache.inc({ result });
  }

  /** Files of an upload have been dealt with. */
  uploaded(outcome: UploadOutcome, files = 1): void {
    this.uploads.inc({ outcome }, files);
  }

  /** A request was refused for its credential. `reason` is one of a few words of the product's own. */
  authFailed(reason: string): void {
    this.authFailures.inc({ reason });
  }

  /** A job has ended. */
  jobEnded(outcome: 'completed' | 'failed' | 'cancelled', seconds: number): void {
    this.jobs.observe({ outcome }, seconds);
  }

  /** Has a number read at every scrape; a failure to read it leaves it out. */
  watch(
    name: string,
    help: string,
    read: () => number | undefined | Promise<number | undefined>,
  ): void {
    this.addGauge(name, help, [], async (gauge) => {
      const value = await read();
      if (value !== undefined) gauge.set(value);
    });
  }

  /** Has a number for each value of one label read at every scrape. */
  watchEach(
    name: string,
    help: string,
    label: string,
    read: () => Readings | Promise<Readings>,
  ): void {
    this.addGauge(name, help, [label], async (gauge) => {
      for (const [value, reading] of Object.entries(await read())) {
        gauge.set({ [label]: value }, reading);
      }
    });
  }

  private addGauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: (gauge: Gauge) => Promise<void>,
  ): void {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      async collect() {
        // What is not read any more must not stay as it was; a gauge without labels would be reset to 0.
        if (labelNames.length === 0) this.remove();
        else this.reset();
        // One part that is away must not take the numbers of all others with it.
        await read(this).catch(() => undefined);
      },
    });
  }
}
