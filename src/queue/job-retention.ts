import { InjectQueue } from '@nestjs/bull';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Queue } from 'bull';
import { Environment } from '../config/environment.js';
import { clientOf } from './pending-jobs.js';
import { KEYS, VIDEO_QUEUE, type VideoJobData } from './video-job.js';

const EVERY_MS = 300_000;
/** How many jobs are removed in one step, which Redis does nothing besides. */
const AT_ONCE = 500;

/**
 * Removes jobs that ended longer ago than they are kept. Bull does so by itself, but only when another job ends: on a
 * quiet server a failure would be answered for weeks.
 */
@Injectable()
export class JobRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobRetention.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectQueue(VIDEO_QUEUE) private readonly queue: Queue<VideoJobData>,
    private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    if (this.environment.ROLE === 'api') return;
    const sweep = () =>
      void this.sweep().catch((error: unknown) =>
        this.logger.debug(`Old jobs were not removed: ${String(error)}`),
      );
    this.timer = setInterval(sweep, EVERY_MS);
    this.timer.unref();
    sweep();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async sweep(): Promise<void> {
    const age = this.environment.VIDEO_JOB_CLEANUP_HOURS * 3_600_000;
    for (const state of ['completed', 'failed'] as const) {
      while ((await this.queue.clean(age, state, AT_ONCE)).length === AT_ONCE);
    }
    await clientOf(this.queue).zremrangebyscore(KEYS.cancelledJobs, 0, Date.now() - age);
  }
}
