import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { QueueJob } from '../api/model/queueJob';
import { JobsStore } from './jobs-store';
import { QueueFeed, type QueueEvent } from './queue-feed';

const job = (id: string, progress: number): QueueJob => ({
  id,
  path: `${id}.mp4`,
  transformation: 'w_160',
  status: 'processing',
  priority: 'variant',
  progress,
  attempts: 0,
  maxAttempts: 3,
  createdAt: '2026-01-01T00:00:00.000Z',
});

describe('JobsStore', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows what was told while the list is read, and reads it again when it may be older', async () => {
    let tell: (event: QueueEvent) => void = () => undefined;
    const feed = {
      state: signal('live'),
      follow: (told: (event: QueueEvent) => void) => (tell = told),
    };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        JobsStore,
        { provide: QueueFeed, useValue: feed },
      ],
    });
    const store = TestBed.inject(JobsStore);
    const http = TestBed.inject(HttpTestingController);
    const pass = async () => {
      TestBed.tick();
      await vi.advanceTimersByTimeAsync(600);
      TestBed.tick();
    };
    /** Answers every list that is asked for; how many were. */
    const answer = async (jobs: readonly QueueJob[]) => {
      const asked = http.match(({ url }) => url === '/queue/jobs');
      for (const request of asked) request.flush({ jobs, total: jobs.length });
      await vi.advanceTimersByTimeAsync(0);
      TestBed.tick();
      return asked.length;
    };
    const answerRest = () => {
      for (const request of http.match(() => true)) request.flush({ workers: [] });
    };

    await pass();
    answerRest();
    TestBed.tick();
    tell({ name: 'job:started', jobId: 'long' });
    await pass();
    tell({ name: 'job:created', jobId: 'short' });
    tell({ name: 'job:progress', jobId: 'long', progress: 7 });
    await pass();
    expect(await answer([job('long', 3)])).toBe(2);
    answerRest();
    expect(store.jobs()?.map(({ progress }) => progress)).toEqual([7]);
    await pass();
    expect(await answer([job('long', 3), job('short', 0)])).toBe(2);
    expect(store.jobs()?.map(({ id, progress }) => `${id} ${progress}`)).toEqual([
      'long 7',
      'short 0',
    ]);
  });

  it('does not take finished jobs that could not be read for none', async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        JobsStore,
        { provide: QueueFeed, useValue: { state: signal('live'), follow: () => undefined } },
      ],
    });
    const store = TestBed.inject(JobsStore);
    const http = TestBed.inject(HttpTestingController);
    /** Answers everything, and fails to give the finished jobs unless they are given. */
    const answer = async (finished?: readonly QueueJob[]) => {
      TestBed.tick();
      for (const request of http.match(() => true)) {
        if (request.request.params.get('status') !== 'completed')
          request.flush({ jobs: [], total: 0, workers: [] });
        else if (finished === undefined) request.error(new ProgressEvent('error'));
        else request.flush({ jobs: finished, total: finished.length });
      }
      await vi.advanceTimersByTimeAsync(0);
      TestBed.tick();
    };
    expect(store.history()).toBeUndefined();
    await answer();
    expect(store.history()).toBeUndefined();
    expect(store.error()).toBeDefined();
    store.refresh();
    await answer([job('done', 100)]);
    expect(store.history()).toHaveLength(1);
    expect(store.error()).toBeUndefined();
  });

  describe('pages', () => {
    const page = (name: string, count: number) =>
      Array.from({ length: count }, (_, index) => job(`${name}${index}`, 0));
    const begin = () => {
      TestBed.configureTestingModule({
        providers: [
          provideHttpClient(),
          provideHttpClientTesting(),
          JobsStore,
          { provide: QueueFeed, useValue: { state: signal('live'), follow: () => undefined } },
        ],
      });
      return { store: TestBed.inject(JobsStore), http: TestBed.inject(HttpTestingController) };
    };
    const settle = async () => {
      await vi.advanceTimersByTimeAsync(0);
      TestBed.tick();
    };
    /** Answers what is asked of the shown list at an offset; how often it was. */
    const answerAt = async (
      http: HttpTestingController,
      offset: string,
      answer: { jobs: readonly QueueJob[]; total: number },
    ) => {
      TestBed.tick();
      const asked = http.match(
        ({ url, params }) => url === '/queue/jobs' && params.get('offset') === offset,
      );
      for (const request of asked) request.flush(answer);
      await settle();
      return asked.length;
    };

    it('keep their number while the next is read, so that the buttons stay as they are', async () => {
      const { store, http } = begin();
      await answerAt(http, '0', { jobs: page('a', 50), total: 130 });
      store.turnTo(1);
      TestBed.tick();
      expect([store.total(), store.hasNextPage(), store.jobs()?.length]).toEqual([130, true, 50]);
      await answerAt(http, '50', { jobs: page('b', 50), total: 130 });
      store.turnTo(0);
      TestBed.tick();
      expect([store.hasNextPage(), store.jobs()?.[0]?.id]).toEqual([true, 'b0']);
    });

    it('turn back to the last when the one shown has gone', async () => {
      const { store, http } = begin();
      await answerAt(http, '0', { jobs: page('a', 50), total: 101 });
      store.turnTo(2);
      await answerAt(http, '100', { jobs: page('c', 1), total: 101 });
      store.refresh();
      expect(await answerAt(http, '100', { jobs: [], total: 50 })).toBe(1);
      expect(store.pageNumber()).toBe(0);
      expect(store.jobs()?.map(({ id }) => id)).toEqual(['c0']);
      expect(await answerAt(http, '0', { jobs: page('a', 50), total: 50 })).toBe(1);
      expect(store.jobs()).toHaveLength(50);
    });

    it('are gone through once to retry what failed; a job that changed stops no other', async () => {
      const { store, http } = begin();
      TestBed.tick();
      http.match(() => true);
      const retried = store.retryFailed();
      const found = [page('x', 200), [...page('x', 1), ...page('y', 2)]];
      for (const jobs of found) {
        const asked = http.match(({ params }) => params.get('status') === 'error');
        expect(asked).toHaveLength(1);
        for (const request of asked) request.flush({ jobs, total: 202 });
        await settle();
      }
      for (let count = 0; count < 202; count += 1) {
        const asked = http.match(({ method }) => method === 'POST');
        expect(asked).toHaveLength(1);
        for (const request of asked) {
          if (count === 0) request.flush({}, { status: 409, statusText: 'Conflict' });
          else request.flush({});
        }
        await vi.advanceTimersByTimeAsync(0);
      }
      const { done, failed } = await retried;
      expect([done, failed.map(({ status }) => status)]).toEqual([201, [409]]);
    });
  });
});
