import { Injectable, Logger } from '@nestjs/common';
import type { Job } from 'bull';
import { DomainError } from '../../errors/domain-error.js';
import { VideoProgramError } from '../../transform/video/video-errors.js';
import { jobEventData } from '../events/job-events.js';
import { clientOf } from '../pending-jobs.js';
import { QueueEvents } from '../events/queue-events.js';
import {
  isPermanent,
  isUncounted,
  JobCancelledError,
  JobLostError,
  RenderInterruptedError,
} from '../queue-options.js';
import { CANCELLED_REASON, INTERRUPTED_REASON, KEYS, type VideoJobData } from '../video-job.js';
import { isStillOurs, letGo, watchHold } from './job-hold.js';
import { JobTimes } from './job-times.js';
import { VideoRenderer } from './video-renderer.js';
import { WorkerRegistry } from './worker-registry.js';

const PROGRESS_EVERY_MS = 400;

/** One attempt at a job, with everything that is told of it. */
@Injectable()
export class JobRun {
  private readonly logger = new Logger(JobRun.name);

  constructor(
    private readonly renderer: VideoRenderer,
    private readonly events: QueueEvents,
    private readonly registry: WorkerRegistry,
    private readonly times: JobTimes,
  ) {}

  /** Begins to count this process among the workers. */
  enter(sizing: { readonly concurrency: number; readonly threads: number }): void {
    this.registry.enter(sizing);
  }

  /** @throws what becomes the job's failure; its message is what clients read. */
  async run(job: Job<VideoJobData>, controller: AbortController): Promise<void> {
    const id = String(job.id);
    const { signal } = controller;
    const done = new AbortController();
    void watchHold(job, controller, done.signal);
    try {
      await this.begin(job, id);
      await this.times.measure(signal, () =>
        this.renderer.render(job.data, { signal, onProgress: this.progressOf(job, id) }),
      );
      if (!(await isStillOurs(job))) throw new JobLostError();
    } catch (error) {
      const failure = await this.failed(job, id, signal.aborted ? signal.reason : error);
      throw failure;
    } finally {
      done.abort();
    }
    await this.registry.end(id, 'completed');
    const { path, transformation } = job.data;
    const url = `/t/${transformation}/${path.split('/').map(encodeURIComponent).join('/')}`;
    await this.events.publish('job:completed', path, {
      ...jobEventData(id, job.data, 'completed'),
      url,
    });
  }

  /** Tells of a job that failed without running: its worker died, and too often. */
  async tellFailed(job: Job<VideoJobData> | null, error: Error): Promise<void> {
    if (job === null || !error.message.startsWith('job stalled')) return;
    await this.events.publish('job:error', job.data.path, {
      ...jobEventData(String(job.id), job.data, 'error'),
      error: INTERRUPTED_REASON,
      attempt: job.attemptsMade,
      willRetry: false,
    });
  }

  private async begin(job: Job<VideoJobData>, id: string): Promise<void> {
    if ((await clientOf(job.queue).del(KEYS.cancelMark(id))) === 1) {
      throw new JobCancelledError(CANCELLED_REASON);
    }
    await this.registry.begin(id);
    await this.events.publish('job:started', job.data.path, {
      ...jobEventData(id, job.data, 'processing'),
      attempt: job.attemptsMade + 1,
      workerId: this.registry.id,
    });
  }

  private progressOf(job: Job<VideoJobData>, id: string): (percent: number) => void {
    let last = 0;
    return (progress) => {
      if (performance.now() - last < PROGRESS_EVERY_MS) return;
      last = performance.now();
      job.progress(progress).catch(() => undefined);
      void this.events.publish('job:progress', job.data.path, { jobId: id, progress });
    };
  }

  /** Notes a failure, and makes it one that clients may read. */
  private async failed(job: Job<VideoJobData>, id: string, error: unknown): Promise<Error> {
    const { path, transformation } = job.data;
    if (error instanceof JobLostError || !(await isStillOurs(job))) {
      this.registry.leave(id);
      letGo(job);
      this.logger.log({ msg: 'Another worker has this video now.', path, transformation });
      return new JobLostError();
    }
    const isCounted = !isUncounted(error);
    const attempt = job.attemptsMade + 1;
    // Bull counts every attempt.
    if (!isCounted) job.attemptsMade -= 1;
    await this.registry.end(id, isCounted ? 'failed' : 'returned');
    if (error instanceof RenderInterruptedError) return error;
    if (error instanceof JobCancelledError) {
      const client = clientOf(job.queue);
      await client.del(KEYS.cancelMark(id)).catch(() => 0);
      await client.zadd(KEYS.cancelledJobs, Date.now(), id).catch(() => 0);
      await this.events.publish('job:cancelled', path, jobEventData(id, job.data, 'cancelled'));
      return error;
    }
    const known = this.sayable(error, path, transformation);
    const willRetry = !isCounted || (!isPermanent(known) && attempt < (job.opts.attempts ?? 1));
    await this.events.publish('job:error', path, {
      ...jobEventData(id, job.data, willRetry ? 'pending' : 'error'),
      error: known.message,
      attempt,
      willRetry,
    });
    return known;
  }

  private sayable(error: unknown, path: string, transformation: string): DomainError {
    const tail = error instanceof VideoProgramError ? error.tail : undefined;
    this.logger.warn({ msg: 'A video was not made.', path, transformation, err: error, tail });
    if (error instanceof DomainError) return inOneSentence(error);
    return new DomainError('internal-error', 'The video could not be made.', { cause: error });
  }
}

/** Redis keeps one text of a failure: what is wrong with each parameter goes into it. */
function inOneSentence(error: DomainError): DomainError {
  const messages = error.violations?.map(({ message }) => message) ?? [];
  if (messages.length === 0) return error;
  return new DomainError(error.code, messages.join(' '), { cause: error });
}
