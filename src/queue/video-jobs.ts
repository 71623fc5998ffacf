import { setTimeout as sleep } from 'node:timers/promises';
import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Job, Queue } from 'bull';
import type { AssetPath } from '../assets/asset-path.js';
import { Environment } from '../config/environment.js';
import { DomainError } from '../errors/domain-error.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { VariantKey } from '../transform/variants/variant-key.js';
import { describeJob } from './describe-job.js';
import { jobEventData } from './events/job-events.js';
import { clientOf, failPending, hasten, idsByPlace } from './pending-jobs.js';
import { QueueEvents } from './events/queue-events.js';
import {
  CANCELLED_REASON,
  JOB_PRIORITIES,
  KEYS,
  VIDEO_QUEUE,
  type JobState,
  type JobView,
  type VideoJobData,
} from './video-job.js';

const RETRY_AFTER_SECONDS = 5;
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
   * with less urgency than it is asked for now goes ahead.
   * @throws {DomainError} `unavailable` while Redis is away.
   */
  async ensure(key: VariantKey, data: VideoJobData): Promise<JobView> {
    return this.withRedis(async () => {
      const existing = await this.queue.getJob(key.variant);
      if (existing !== null) {
        const view = await this.view(existing);
        if (view !== undefined && view.status !== 'completed') {
          if (view.status !== 'pending' || !(await hasten(existing, data.priority))) return view;
          return { ...view, priority: data.priority };
        }
        // Completed, and its variant has been evicted since: it is made again.
        await existing.remove().catch(() => undefined);
      }
      return this.add(key, data);
    });
  }

  /** The job of that id. @throws {DomainError} `not-found`. */
  async get(id: string): Promise<JobView> {
    return this.withRedis(async () => (await this.view(await this.load(id))) ?? unknownJob());
  }

  /** The job of that id; undefined when there is none, or Redis is away. */
  async find(id: string): Promise<JobView | undefined> {
    try {
      return await this.withRedis(async () => {
        const job = await this.queue.getJob(id);
        return job === null ? undefined : this.view(job);
      });
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unavailable') return undefined;
      throw error;
    }
  }

  /** Jobs, those under way first and finished ones last, each kind newest first. */
  async list(status: JobState | undefined, offset: number, limit: number): Promise<JobPage> {
    return this.withRedis(async () => {
      const byState = await this.idsByState();
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
        ids.slice(offset, offset + limit).map(async (id) => {
          const job = await this.queue.getJob(id);
          return job === null ? undefined : this.view(job);
        }),
      );
      return { jobs: jobs.filter((job) => job !== undefined), total: ids.length };
    });
  }

  /** How many jobs there are. */
  async counts(): Promise<JobCounts> {
    return this.withRedis(async () => {
      const { pending, processing, completed, error, cancelled } = await this.idsByState();
      return {
        pending: pending.length,
        processing: processing.length,
        completed: completed.length,
        error: error.length,
        cancelled: cancelled.length,
      };
    });
  }

  /**
   * Puts a failed or cancelled job in line again, with all its attempts.
   * @throws {DomainError} `not-found`, `conflict`.
   */
  async retry(id: string): Promise<JobView> {
    return this.withRedis(async () => {
      const job = await this.load(id);
      const view = (await this.view(job)) ?? unknownJob();
      if (view.status !== 'error' && view.status !== 'cancelled') {
        throw wrongState(view.status, 'Only a failed or cancelled job can be retried.');
      }
      const client = clientOf(this.queue);
      await client.del(KEYS.cancelMark(id));
      await client.zrem(KEYS.cancelledJobs, id);
      await client.hset(
        this.queue.toKey(id),
        'attemptsMade',
        0,
        'progress',
        0,
        'stalledCounter',
        0,
      );
      await this.tell('job:created', id, job.data);
      await job.retry().catch(() => {
        throw wrongState('pending', 'The job is in line again already.');
      });
      return (await this.view(await this.load(id))) ?? unknownJob();
    });
  }

  /**
   * Cancels a job in line, or one that runs, and waits until it has ended.
   * @throws {DomainError} `not-found`, `conflict`.
   */
  async cancel(id: string): Promise<JobView> {
    return this.withRedis(async () => {
      const job = await this.load(id);
      const { status } = (await this.view(job)) ?? unknownJob();
      if (status !== 'pending' && status !== 'processing') {
        throw wrongState(status, 'Only a job in line or under way can be cancelled.');
      }
      await this.end(job, id);
      return (await this.view(await this.load(id))) ?? unknownJob();
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

  /** Removes every job of an asset; returns how many there were. Without Redis there are none to remove. */
  async deleteOf(path: AssetPath): Promise<number> {
    if (!(await this.connections.isAvailable())) return 0;
    const client = clientOf(this.queue);
    const key = KEYS.jobsOf(VariantKey.assetDigest(path));
    let removed = 0;
    for (const id of await client.smembers(key)) {
      try {
        await this.delete(id);
        removed += 1;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
      }
    }
    await client.del(key);
    return removed;
  }

  private async add(key: VariantKey, data: VideoJobData): Promise<JobView> {
    const client = clientOf(this.queue);
    const index = KEYS.jobsOf(key.asset);
    await client.sadd(index, key.variant);
    await client.expire(index, this.environment.VIDEO_JOB_CLEANUP_HOURS * 3600 * 2);
    await client.zrem(KEYS.cancelledJobs, key.variant);
    // Told before a worker can tell that it has begun, and once, however many ask at the same time.
    const mark = KEYS.creationMark(key.variant);
    if ((await client.set(mark, '1', 'PX', CREATION_MS, 'NX')) !== null) {
      await this.tell('job:created', key.variant, data);
    }
    const job = await this.queue.add(data, {
      jobId: key.variant,
      priority: JOB_PRIORITIES[data.priority],
    });
    return (await this.view(job)) ?? unknownJob();
  }

  private async end(job: Job<VideoJobData>, id: string): Promise<void> {
    const client = clientOf(this.queue);
    if (await failPending(this.queue, id, CANCELLED_REASON)) {
      await client.zadd(KEYS.cancelledJobs, Date.now(), id);
      await this.tell('job:cancelled', id, job.data);
      return;
    }
    if (!(await job.isActive())) return;
    await client.set(KEYS.cancelMark(id), '1', 'EX', 3600);
    await client.publish(KEYS.cancelChannel, id);
    const deadline = Date.now() + PATIENCE_MS;
    while ((await job.isActive()) && Date.now() < deadline) await sleep(POLL_MS);
  }

  private async tell(
    name: 'job:created' | 'job:cancelled',
    id: string,
    data: VideoJobData,
  ): Promise<void> {
    const status = name === 'job:created' ? 'pending' : 'cancelled';
    await this.events.publish(name, data.path, jobEventData(id, data, status));
  }

  private async idsByState() {
    const { failed, ...others } = await idsByPlace(this.queue);
    const cancelledIds = new Set(await clientOf(this.queue).zrange(KEYS.cancelledJobs, 0, -1));
    return {
      ...others,
      error: failed.filter((id) => !cancelledIds.has(id)),
      cancelled: failed.filter((id) => cancelledIds.has(id)),
    };
  }

  private async load(id: string): Promise<Job<VideoJobData>> {
    return (await this.queue.getJob(id)) ?? unknownJob();
  }

  private async view(job: Job<VideoJobData>): Promise<JobView | undefined> {
    const state = await job.getState();
    // Told by state alone: the object may have been read before the state changed.
    const fresh = await this.queue.getJob(job.id);
    const workerId = await clientOf(this.queue).hget(KEYS.workerOf, String(job.id));
    return fresh === null ? undefined : describeJob(fresh, state, workerId ?? undefined);
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
    } finally {
      late.abort();
    }
  }
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
