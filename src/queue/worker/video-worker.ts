import { setTimeout as sleep } from 'node:timers/promises';
import { InjectQueue } from '@nestjs/bull';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Job, Queue } from 'bull';
import { Environment } from '../../config/environment.js';
import { missingVideoPrograms } from '../../process/missing-video-programs.js';
import { RedisConnections } from '../../redis/redis-connections.js';
import { VideoEngine } from '../../transform/video/video-engine.js';
import { JobCancelledError, JobLostError, RenderInterruptedError } from '../queue-options.js';
import { CANCELLED_REASON, KEYS, VIDEO_QUEUE, type VideoJobData } from '../video-job.js';
import { JobRun } from './job-run.js';

/** How long ended jobs may take to be handed back when the process stops, ms. */
const HAND_BACK_MS = 4_000;
/** How often it is looked whether the programs have been installed, ms. */
const PROGRAMS_EVERY_MS = 2_000;

/** Takes jobs from the queue, as many at once as this process is for. */
@Injectable()
export class VideoWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(VideoWorker.name);
  private readonly underWay = new Map<string, AbortController>();
  private readonly runs = new Set<Promise<unknown>>();
  private stopping = false;

  constructor(
    @InjectQueue(VIDEO_QUEUE) private readonly queue: Queue<VideoJobData>,
    private readonly connections: RedisConnections,
    private readonly engine: VideoEngine,
    private readonly jobRun: JobRun,
    private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    this.queue.on('error', (error) => this.logger.debug(`Queue: ${error.message}`));
    // Bull moves jobs whose worker died too often; nobody else would tell.
    this.queue.on('failed', (job, error) => void this.jobRun.tellFailed(job, error));
    if (this.environment.ROLE === 'api') return;
    this.takeJobs().catch((error: unknown) => {
      if (!this.stopping) this.logger.error(error);
    });
  }

  /** Without ffmpeg every job would fail here, for ever: they wait for it, or for a worker that has it. */
  private async takeJobs(): Promise<void> {
    while ((await missingVideoPrograms()).length > 0 && !this.stopping) {
      await sleep(PROGRAMS_EVERY_MS, undefined, { ref: false });
    }
    if (this.stopping) return;
    const { sizing } = this.engine;
    this.logger.log(
      `Rendering ${sizing.concurrency} videos at once, ${sizing.threads} threads each.`,
    );
    await this.listenForCancels();
    // A worker is one that takes jobs, not one that would: it is counted when Bull hears Redis.
    this.queue.once('registered:delayed', () => this.jobRun.enter(sizing));
    // Bull fixes the number at the call, so it cannot be an annotation. It ends with the process, and waits for Redis however
    // long that is away or refuses us: it can be called once only.
    await this.queue.process(sizing.concurrency, (job) => this.process(job));
  }

  /** What runs goes back to the queue, and nothing new is begun. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    for (const controller of this.underWay.values()) controller.abort(new RenderInterruptedError());
    const late = AbortSignal.timeout(HAND_BACK_MS);
    await Promise.race([
      this.queue.pause(true, true).catch(() => undefined),
      new Promise((resolve) => late.addEventListener('abort', resolve)),
    ]);
    await Promise.allSettled(this.runs);
  }

  private process(job: Job<VideoJobData>): Promise<void> {
    const id = String(job.id);
    const controller = new AbortController();
    // Lost while this process said nothing, and taken again by itself: the lock cannot tell the two apart.
    this.underWay.get(id)?.abort(new JobLostError());
    this.underWay.set(id, controller);
    if (this.stopping) controller.abort(new RenderInterruptedError());
    const run = this.jobRun.run(job, controller).finally(() => {
      if (this.underWay.get(id) === controller) this.underWay.delete(id);
    });
    const settled = run.catch(() => undefined).finally(() => this.runs.delete(settled));
    this.runs.add(settled);
    return run;
  }

  /** Done when they are heard, which is not before Redis lets us in. */
  private async listenForCancels(): Promise<void> {
    const listener = this.connections.connect({ maxRetriesPerRequest: null });
    listener.on('message', (_channel, id: string) => {
      this.underWay.get(id)?.abort(new JobCancelledError(CANCELLED_REASON));
    });
    await listener.subscribe(KEYS.cancelChannel);
  }
}
