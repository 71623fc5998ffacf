import { describe, expect, it } from 'vitest';
import { StorageUnavailableError } from '../../assets/storage-unavailable.js';
import { Metrics } from '../../metrics/metrics.js';
import { JobCancelledError, RenderInterruptedError } from '../queue-options.js';
import { JobTimes } from './job-times.js';

async function countsAfter(reason: Error | undefined, failure: Error | undefined): Promise<string> {
  const metrics = new Metrics();
  const controller = new AbortController();
  const attempt = new JobTimes(metrics).measure(controller.signal, () => {
    if (reason !== undefined) controller.abort(reason);
    const error = reason ?? failure;
    return error === undefined ? Promise.resolve() : Promise.reject(error);
  });
  await attempt.catch(() => undefined);
  return (await metrics.expose())
    .split('\n')
    .filter((line) => line.startsWith('openinary_job_duration_seconds_count'))
    .join();
}

describe('JobTimes', () => {
  it.each([
    ['completed', undefined, undefined],
    ['failed', undefined, new Error('broken')],
    ['cancelled', new JobCancelledError('by somebody'), undefined],
  ])('counts an attempt that was %s', async (outcome, reason, failure) => {
    expect(await countsAfter(reason, failure)).toBe(
      `openinary_job_duration_seconds_count{outcome="${outcome}"} 1`,
    );
  });

  it('does not count an attempt that is handed back', async () => {
    expect(await countsAfter(new RenderInterruptedError('stopping'), undefined)).toBe('');
  });

  it('does not count an attempt without the store', async () => {
    expect(await countsAfter(undefined, new StorageUnavailableError('away'))).toBe('');
  });
});
