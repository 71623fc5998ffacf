import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { RequireScopes } from '../access/access.decorators.js';
import { Idempotent } from '../http/idempotency/idempotent.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import {
  DeletedJob,
  JobAnswer,
  ListJobs,
  QueueJob,
  QueueJobList,
  QueueStats,
  QueueWorkers,
  toQueueJob,
} from './queue.dto.js';
import { VideoJobs } from './video-jobs.js';
import { WorkerRegistry } from './worker/worker-registry.js';

const JOB_ID = {
  name: 'id',
  description: 'The id of a job.',
  example: 'kq1m3uVZr0b7cP2yXnD4fE8gH6jL9sTw',
} as const;

/** Shows and steers the renders of videos. */
@ApiTags('Queue')
@Controller('queue')
export class QueueController {
  constructor(
    private readonly jobs: VideoJobs,
    private readonly workers: WorkerRegistry,
  ) {}

  /** How many jobs there are in each state. */
  @Get('stats')
  @RequireScopes(['read'])
  @ApiOperation({ summary: 'Count jobs by state' })
  @ApiOkResponse({ type: QueueStats })
  @Problems('unavailable')
  async getQueueStats(): Promise<QueueStats> {
    const counts = await this.jobs.counts();
    return { ...counts, total: Object.values(counts).reduce((sum, count) => sum + count, 0) };
  }

  /** Jobs, those under way first. */
  @Get('jobs')
  @RequireScopes(['read'])
  @ApiOperation({ summary: 'List jobs' })
  @ApiOkResponse({ type: QueueJobList })
  @Problems('invalid-request', 'unavailable')
  async listJobs(@Query() { status, limit, offset }: ListJobs): Promise<QueueJobList> {
    const { jobs, total } = await this.jobs.list(status, offset, limit);
    return { jobs: jobs.map(toQueueJob), total, limit, offset };
  }

  /** One job. */
  @Get('jobs/:id')
  @RequireScopes(['read'])
  @ApiOperation({ summary: 'Get a job' })
  @ApiParam(JOB_ID)
  @ApiOkResponse({ type: QueueJob })
  @Problems('not-found', 'unavailable')
  async getJob(@Param('id') id: string): Promise<QueueJob> {
    return toQueueJob(await this.jobs.get(id));
  }

  /** The workers that live, with what they do. */
  @Get('worker/stats')
  @RequireScopes(['read'])
  @ApiOperation({ summary: 'List live workers' })
  @ApiOkResponse({ type: QueueWorkers })
  async getWorkerStats(): Promise<QueueWorkers> {
    const workers = await this.workers.list();
    return {
      workers: workers.map((worker) => ({ ...worker, jobs: [...worker.jobs] })),
      concurrency: workers.reduce((sum, { concurrency }) => sum + concurrency, 0),
      busy: workers.reduce((sum, { jobs }) => sum + jobs.length, 0),
    };
  }

  /** Puts a failed or cancelled job in line again. */
  @Post('jobs/:id/retry')
  @Idempotent()
  @HttpCode(200)
  @RequireScopes(['write'])
  @ApiOperation({ summary: 'Retry a job' })
  @ApiParam(JOB_ID)
  @ApiOkResponse({ type: JobAnswer })
  @Problems('not-found', 'conflict', 'unavailable')
  async retryJob(@Param('id') id: string): Promise<JobAnswer> {
    return { success: true, job: toQueueJob(await this.jobs.retry(id)) };
  }

  /** Cancels a job in line, or one that runs: its render is ended and nothing of it is left. */
  @Post('jobs/:id/cancel')
  @HttpCode(200)
  @RequireScopes(['write'])
  @ApiOperation({ summary: 'Cancel a job' })
  @ApiParam(JOB_ID)
  @ApiOkResponse({ type: JobAnswer })
  @Problems('not-found', 'conflict', 'unavailable')
  async cancelJob(@Param('id') id: string): Promise<JobAnswer> {
    return { success: true, job: toQueueJob(await this.jobs.cancel(id)) };
  }

  /** Removes a job from the list; one that runs is cancelled first. */
  @Delete('jobs/:id')
  @RequireScopes(['write'])
  @ApiOperation({ summary: 'Delete a job' })
  @ApiParam(JOB_ID)
  @ApiOkResponse({ type: DeletedJob })
  @Problems('not-found', 'conflict', 'unavailable')
  async deleteJob(@Param('id') id: string): Promise<DeletedJob> {
    await this.jobs.delete(id);
    return { success: true };
  }
}
