import type { QueueJob } from '../api/model/queueJob';
import { readEvent } from './queue-feed';
import { bucketsOf } from './throughput';

describe('throughput', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');
  const job = (completed: number, wait: number): QueueJob => ({
    id: String(completed),
    path: 'a.mp4',
    transformation: 'w_1',
    status: 'completed',
    priority: 'variant',
    progress: 100,
    attempts: 1,
    maxAttempts: 4,
    createdAt: new Date(now - completed - 1000 - wait).toISOString(),
    startedAt: new Date(now - completed - 1000).toISOString(),
    completedAt: new Date(now - completed).toISOString(),
  });

  it('sorts jobs into spans, with the mean wait of each', () => {
    const jobs = [job(500, 2000), job(600, 4000), job(59_000, 0), job(90_000, 0)];
    const buckets = bucketsOf(jobs, { now, span: 60_000, size: 6 });
    expect(buckets.map(({ count }) => count)).toEqual([1, 0, 0, 0, 0, 2]);
    expect(buckets.at(-1)?.wait).toBe(3);
    expect(buckets[1]?.wait).toBeUndefined();
  });

  it('reads events and leaves others alone', () => {
    expect(readEvent('job:progress', '{"jobId":"j","progress":42}')).toEqual({
      name: 'job:progress',
      jobId: 'j',
      progress: 42,
    });
    expect(readEvent('job:created', '{}')).toBeUndefined();
  });
});
