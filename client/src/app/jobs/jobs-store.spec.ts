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
});
