import { setTimeout as sleep } from 'node:timers/promises';
import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Job, Queue } from 'bull';
import type { AssetPath } from '../assets/asset-path.js';
import { Environment } from '../config/environment.js';
import { DomainError } from '../errors/domain-error.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { refusalOf } from '../redis/refusal.js';
import { VariantKey } from '../transform/variants/variant-key.js';
import { jobEventData } from './events/job-events.js';
import { clearRemains, countsByState, idsByState, readJob } from './job-records.js';
import { clientOf, cancelPending, hasten, readmit } from './pending-jobs.js';
import { QueueEvents } from './events/queue-events.js';
import {
  JOB_PRIORITIES,
  KEYS,
  VIDEO_QUEUE,
  type JobPriority,
  type JobState,
  type JobView,
  type VideoJobData,
} from './video-job.js';

const RETRY_AFTER_SECONDS = 5;
const FULL_RETRY_AFTER_SECONDS = 30;
const PATIENCE_MS = 5_000;
const POLL_MS = 25;
/** Requests for the same new job that come within this time have it told once; ms. */
const CREATION_MS = 2_000;

/** A page of jobs. */
export interface JobPage {
  readonly jobs: readonly JobView[];
  readonly total: number;
}

/** How many jobs there are in each state. */
export type JobCounts = Readonly<Record<JobState, number>>;

/** The jobs of the queue: one for each variant, found by the variant's key. */
@Injectable()
export class VideoJobs {
  constructor(
    @InjectQueue(VIDEO_QUEUE) private readonly queue: Queue<VideoJobData>,
    private readonly connections: RedisConnections,
    private readonly events: QueueEvents,
    private readonly environment: Environment,
  ) {}

  /**
   * The job that makes a variant which is not there: the one that exists, whatever became of it, or a new one. One that waits
   * with less urgency than it is asked for now goes ahead, and one that ended before the asset was put where it is begins anew:
   * it failed for want of it, or of what lay there.
   * @param putAt when the asset was put there.
   * @throws {DomainError} `unavailable` while Redis is away; `too-busy` when there is none and too many wait already.
   */
  async ensure(key: VariantKey, data: VideoJobData, putAt: Date): Promise<JobView> {
    return this.withRedis(async () => {
      const view = await readJob(this.queue, key.variant);
      if (view?.status === 'pending') return this.hastened(view, data.priority);
      if (view?.status === 'error' && isBefore(view.completedAt, putAt))
        return this.renewed(view, data);
      if (view !== undefined && view.status !== 'completed') return view;
      // Completed, and its variant has been evicted since: it is made again.
      await clearRemains(this.queue, key.variant);
      return this.add(key, data);
    });
  }

  /** The job of that id. @throws {DomainError} `not-found`. */
  async get(id: string): Promise<JobView> {
    return this.withRedis(async () => (await readJob(this.queue, id)) ?? unknownJob());
  }

  /** The job of that id; undefined when there is none. @throws {DomainError} `unavailable` while Redis is away. */
  find(id: string): Promise<JobView | undefined> {
    return this.withRedis(() => readJob(this.queue, id));
  }

  /** Jobs, those under way first and finished ones last, each kind newest first. */
  async list(status: JobState | undefined, offset: number, limit: number): Promise<JobPage> {
    return this.withRedis(async () => {
      const byState = await idsByState(this.queue);
      const order: readonly JobState[] = [
        'processing',
        'pending',
        'error',
        'cancelled',
        'completed',
      ];
      const ids = order
        .filter((state) => (status ?? state) === state)
        .flatMap((state) => byState[state]);
      const jobs = await Promise.all(
        ids.slice(offset, offset + limit).map((id) => readJob(this.queue, id)),
      );
      return { jobs: jobs.filter((job) => job !== undefined), total: ids.length };
    });
  }

  /** How many jobs there are. */
  async counts(): Promise<JobCounts> {
    return this.withRedis(() => countsByState(this.queue));
  }

  /**
   * Puts a failed or cancelled job in line again, with all its attempts.
   * @throws {DomainError} `not-found`, `conflict`.
   */
  async retry(id: string): Promise<JobView> {
    return this.withRedis(async () => {
      const job = await this.load(id);
      const { status } = (await readJob(this.queue, id)) ?? unknownJob();
      if (status !== 'error' && status !== 'cancelled') {
        throw wrongState(status, 'Only a failed or cancelled job can be retried.');
      }
      await this.tell('job:created', id, job.data);
      if (!(await readmit(job))) {
        const now = (await readJob(this.queue, id)) ?? unknownJob();
        throw wrongState(now.status, 'It has just been retried or removed.');
      }
      return (await readJob(this.queue, id)) ?? unknownJob();
    });
  }

  /**
   * Cancels a job in line, or one that runs, and waits until it has ended.
   * @throws {DomainError} `not-found`, `conflict`.
   */
  async cancel(id: string): Promise<JobView> {
    return this.withRedis(async () => {
      const job = await this.load(id);
      const { status } = (await readJob(this.queue, id)) ?? unknownJob();
      if (status !== 'pending' && status !== 'processing') {
        throw wrongState(status, 'Only a job in line or under way can be cancelled.');
      }
      await this.end(job, id);
      return (await readJob(this.queue, id)) ?? unknownJob();
    });
  }

  /** Removes a job; one that runs is cancelled first. @throws {DomainError} `not-found`. */
  async delete(id: string): Promise<void> {
    return this.withRedis(async () => {
      const job = await this.load(id);
      await this.end(job, id);
      await job.remove().catch((error: unknown) => {
        throw new DomainError('conflict', 'The job is still being ended.', { cause: error });
      });
      await clientOf(this.queue).zrem(KEYS.cancelledJobs, id);
      await clientOf(this.queue).del(KEYS.creationMark(id));
    });
  }

  /** Removes every job of an asset; returns how many there were. While Redis is away there are none to remove. */
  async deleteOf(path: AssetPath): Promise<number> {
    const key = KEYS.jobsOf(VariantKey.assetDigest(path));
    let removed = 0;
    try {
      for (const id of await this.withRedis(() => clientOf(this.queue).smembers(key))) {
        if (await this.isDeleted(id)) removed += 1;
      }
      await this.withRedis(() => clientOf(this.queue).del(key));
    } catch (error) {
      if (!isAway(error)) throw error;
    }
    return removed;
  }

  private async isDeleted(id: string): Promise<boolean> {
    try {
      await this.delete(id);
      return true;
    } catch (error) {
      if (error instanceof DomainError && !isAway(error)) return false;
      throw error;
    }
  }

  private async add(key: VariantKey, data: VideoJobData): Promise<JobView> {
    if ((await countsByState(this.queue)).pending >= this.environment.VIDEO_QUEUE_MAX) {
      throw new DomainError('too-busy', 'Too many videos wait to be made.', {
        retryAfterSeconds: FULL_RETRY_AFTER_SECONDS,
      });
    }
    const client = clientOf(this.queue);
    const index = KEYS.jobsOf(key.asset);
    await client.sadd(index, key.variant);
    await client.expire(index, this.environment.VIDEO_JOB_CLEANUP_HOURS * 3600 * 2);
    await client.zrem(KEYS.cancelledJobs, key.variant);
    // Of a job that had ended before it heard that it was cancelled.
    await client.del(KEYS.cancelMark(key.variant));
    // Told before a worker can tell that it has begun, and once, however many ask at the same time.
    const mark = KEYS.creationMark(key.variant);
    if ((await client.set(mark, '1', 'PX', CREATION_MS, 'NX')) !== null) {
      await this.tell('job:created', key.variant, data);
    }
    await this.queue.add(data, {
      jobId: key.variant,
      priority: JOB_PRIORITIES[data.priority],
    });
    return (await readJob(this.queue, key.variant)) ?? asAdded(key, data);
  }

  private async renewed(view: JobView, data: VideoJobData): Promise<JobView> {
    const job = await this.load(view.id);
    await this.tell('job:created', view.id, data);
    await readmit(job);
    return (await readJob(this.queue, view.id)) ?? view;
  }

  private async hastened(view: JobView, priority: JobPriority): Promise<JobView> {
    if (JOB_PRIORITIES[view.priority] <= JOB_PRIORITIES[priority]) return view;
    const job = await this.queue.getJob(view.id);
    return job !== null && (await hasten(job, priority)) ? { ...view, priority } : view;
  }

  private async end(job: Job<VideoJobData>, id: string): Promise<void> {
    const client = clientOf(this.queue);
    if (await cancelPending(this.queue, id)) {
      await this.tell('job:cancelled', id, job.data);
      return;
    }
    if (!(await job.isActive())) return;
    await client.set(KEYS.cancelMark(id), '1', 'EX', 3600);
    await client.publish(KEYS.cancelChannel, id);
    const deadline = Date.now() + PATIENCE_MS;
    while (await job.isActive()) {
      // Its worker is dead or does not hear: the next one will see the mark.
      if (Date.now() >= deadline) return;
      await sleep(POLL_MS);
    }
    await client.del(KEYS.cancelMark(id));
  }

  private async tell(
    name: 'job:created' | 'job:cancelled',
    id: string,
    data: VideoJobData,
  ): Promise<void> {
    const status = name === 'job:created' ? 'pending' : 'cancelled';
    await this.events.publish(name, data.path, jobEventData(id, data, status));
  }

  private async load(id: string): Promise<Job<VideoJobData>> {
    return (await this.queue.getJob(id)) ?? unknownJob();
  }

  /** Redis away is an answer within moments, not a request that hangs. */
  private async withRedis<T>(work: () => Promise<T>): Promise<T> {
    if (!(await this.connections.isAvailable())) throw redisAway();
    const late = new AbortController();
    try {
      return await Promise.race([
        work(),
        sleep(PATIENCE_MS * 2, undefined, { signal: late.signal }).then(() =>
          Promise.reject(redisAway()),
        ),
      ]);
    } catch (error) {
      if (refusalOf(error) === undefined) throw error;
      throw redisAway();
    } finally {
      late.abort();
    }
  }
}

/** Whether a time is before another, which may come from a file and be nonsense: what is still to come counts as none. */
function isBefore(one: Date | undefined, other: Date): boolean {
  return one !== undefined && one < other && other.getTime() <= Date.now();
}

/** A job that somebody else has removed again already. */
function asAdded({ variant }: VariantKey, data: VideoJobData): JobView {
  const { path, transformation, priority } = data;
  const counts = { progress: 0, attempts: 0, maxAttempts: 1 };
  const createdAt = new Date();
  return { id: variant, path, transformation, priority, status: 'pending', ...counts, createdAt };
}

function isAway(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'unavailable';
}

function redisAway(): DomainError {
  return new DomainError('unavailable', 'The queue does not answer.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

function unknownJob(): never {
  throw new DomainError('not-found', 'There is no such job.');
}

function wrongState(state: JobState, sentence: string): DomainError {
  return new DomainError('conflict', `The job is ${state}. ${sentence}`);
}
