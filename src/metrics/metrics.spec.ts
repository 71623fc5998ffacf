import { describe, expect, it } from 'vitest';
import { Metrics } from './metrics.js';

describe('Metrics', () => {
  it('exposes what is reported, beside the numbers of the process', async () => {
    const metrics = new Metrics();
    metrics.requestFinished('/t/*path', 'GET', 200, 0.02);
    metrics.rendered('image', 'webp', 0.2);
    metrics.cacheAsked('miss');
    metrics.uploaded('stored', 2);
    metrics.authFailed('expired');
    metrics.jobEnded('completed', 12);
    const text = await metrics.expose();
    expect(metrics.contentType).toMatch(/^text\/plain/);
    for (const line of [
      'openinary_http_request_duration_seconds_count{route="/t/*path",method="GET",status="200"} 1',
      'openinary_transform_duration_seconds_bucket{le="0.25",kind="image",format="webp"} 1',
      'openinary_cache_requests_total{result="miss"} 1',
      'openinary_cache_requests_total{result="coalesced"} 0',
      'openinary_uploads_total{outcome="stored"} 2',
      'openinary_auth_failures_total{reason="expired"} 1',
      'openinary_job_duration_seconds_count{outcome="completed"} 1',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
    expect(text).toMatch(/^openinary_build_info\{version="\d+\.\d+\.\d+"\} 1$/m);
  });

  it('counts answers from memory as requests and as hits', async () => {
    const metrics = new Metrics();
    metrics.memoryAnswers.note('GET', 200, 0.05);
    metrics.memoryAnswers.note('GET', 200, 0.05);
    metrics.memoryAnswers.note('HEAD', 304, 0.05);
    for (let scrape = 0; scrape < 2; scrape += 1) {
      const text = await metrics.expose();
      expect(text).toContain('openinary_cache_requests_total{result="hit"} 3');
      expect(text).toContain('seconds_count{route="/t/*path",method="GET",status="200"} 2');
      expect(text).toContain('seconds_count{route="/t/*path",method="HEAD",status="304"} 1');
    }
  });

  it('reads gauges at every scrape, and forgets values that are gone', async () => {
    const metrics = new Metrics();
    let depth = 3;
    let jobs: Record<string, number> = { pending: 1, error: 2 };
    metrics.watch('depth', 'Depth.', () => depth);
    metrics.watchEach('jobs', 'Jobs.', 'state', () => Promise.resolve(jobs));
    expect(await metrics.expose()).toMatch(/^depth 3$/m);
    depth = 4;
    jobs = { pending: 5 };
    const text = await metrics.expose();
    expect(text).toMatch(/^depth 4$/m);
    expect(text).toContain('jobs{state="pending"} 5');
    expect(text).not.toContain('state="error"');
  });

  it('leaves out what cannot be read, and nothing else', async () => {
    const metrics = new Metrics();
    metrics.watchEach('jobs', 'Jobs.', 'state', () => Promise.reject(new Error('away')));
    metrics.watch('broken', 'Broken.', () => {
      throw new Error('broken');
    });
    metrics.watch('depth', 'Depth.', () => 1);
    const text = await metrics.expose();
    expect(text).not.toMatch(/^(jobs|broken)\b/m);
    expect(text).toMatch(/^depth 1$/m);
  });
});
