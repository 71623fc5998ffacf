import type { Counter, Histogram } from 'prom-client';

/** The route pattern that is answered from memory. */
const ROUTE = '/t/*path';

/**
 * Counts the fastest answers there are. Their labels are looked up once and for all, and cache hits are added up here
 * between two scrapes, so that counting one takes half a microsecond.
 */
export class MemoryAnswers {
  private readonly get: Readonly<Record<200 | 304, Histogram.Internal<string>>>;
  private readonly head: Readonly<Record<200 | 304, Histogram.Internal<string>>>;
  private hits = 0;

  constructor(
    requests: Histogram<'route' | 'method' | 'status'>,
    private readonly cache: Counter<'result'>,
  ) {
    const observer = (method: string, status: number) =>
      requests.labels({ route: ROUTE, method, status });
    this.get = { 200: observer('GET', 200), 304: observer('GET', 304) };
    this.head = { 200: observer('HEAD', 200), 304: observer('HEAD', 304) };
  }

  /** Counts an answer that took `milliseconds`. */
  note(method: string | undefined, status: 200 | 304, milliseconds: number): void {
    this.hits += 1;
    (method === 'HEAD' ? this.head : this.get)[status].observe(milliseconds / 1000);
  }

  /** Hands the gathered hits over to the registry. */
  flush(): void {
    this.cache.inc({ result: 'hit' }, this.hits);
    this.hits = 0;
  }
}
