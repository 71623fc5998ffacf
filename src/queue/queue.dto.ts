import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IfGiven } from '../http/if-given.decorator.js';
import { PAGE_SIZE, PageSize } from '../http/page-size.decorator.js';
import {
  JOB_PRIORITIES,
  JOB_STATES,
  type JobPriority,
  type JobState,
  type JobView,
} from './video-job.js';

const ID = 'kq1m3uVZr0b7cP2yXnD4fE8gH6jL9sTw';
const PRIORITIES = Object.keys(JOB_PRIORITIES);
const LARGEST_OFFSET = 1_000_000;

/** Which jobs are listed. */
export class ListJobs {
  /** Only jobs in this state. */
  @ApiPropertyOptional({ enum: JOB_STATES, example: 'error' })
  @IfGiven()
  @IsIn(JOB_STATES)
  status?: JobState;

  @PageSize()
  limit = PAGE_SIZE;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: LARGEST_OFFSET,
    default: 0,
    example: 0,
  })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LARGEST_OFFSET)
  offset = 0;
}

/** A queued render. */
export class QueueJob {
  /** The variant's key: one job makes one variant. */
  @ApiProperty({ example: ID })
  id!: string;

  @ApiProperty({ example: 'clips/harbour.mp4' })
  path!: string;

  /** Canonical text. */
  @ApiProperty({ example: 'w_640,f_webm' })
  transformation!: string;

  @ApiProperty({ enum: JOB_STATES, example: 'processing' })
  status!: JobState;

  @ApiProperty({ enum: PRIORITIES, example: 'variant' })
  priority!: JobPriority;

  /** Percent. */
  @ApiProperty({ example: 42, type: 'integer', minimum: 0, maximum: 100 })
  progress!: number;

  /** Attempts that failed. */
  @ApiProperty({ example: 0, type: 'integer' })
  attempts!: number;

  @ApiProperty({ example: 4, type: 'integer' })
  maxAttempts!: number;

  /** Why the last attempt failed. */
  @ApiPropertyOptional({ example: 'The disk is full.' })
  error?: string;

  @ApiProperty({ example: '2025-03-01T12:00:00.000Z', format: 'date-time' })
  createdAt!: string;

  @ApiPropertyOptional({ example: '2025-03-01T12:00:00.080Z', format: 'date-time' })
  startedAt?: string;

  @ApiPropertyOptional({ example: '2025-03-01T12:00:09.000Z', format: 'date-time' })
  completedAt?: string;

  /** The worker that runs it. */
  @ApiPropertyOptional({ example: 'a1b2c3d4e5f6' })
  workerId?: string;
}

/** A page of jobs. */
export class QueueJobList {
  @ApiProperty({ type: QueueJob, isArray: true })
  jobs!: QueueJob[];

  @ApiProperty({ example: 1, type: 'integer' })
  total!: number;

  @ApiProperty({ example: 50, type: 'integer' })
  limit!: number;

  @ApiProperty({ example: 0, type: 'integer' })
  offset!: number;
}

/** How many jobs are in each state. */
export class JobCounts {
  @ApiProperty({ example: 3, type: 'integer' })
  pending!: number;

  @ApiProperty({ example: 1, type: 'integer' })
  processing!: number;

  @ApiProperty({ example: 120, type: 'integer' })
  completed!: number;

  @ApiProperty({ example: 2, type: 'integer' })
  error!: number;

  @ApiProperty({ example: 0, type: 'integer' })
  cancelled!: number;
}

/** How many jobs are in each state, and in all. */
export class QueueStats extends JobCounts {
  @ApiProperty({ example: 126, type: 'integer' })
  total!: number;
}

/** A process that renders videos. */
export class QueueWorker {
  @ApiProperty({ example: 'a1b2c3d4e5f6' })
  id!: string;

  @ApiProperty({ example: 'server-1' })
  host!: string;

  @ApiProperty({ example: 4711, type: 'integer' })
  pid!: number;

  /** Jobs it runs at once. */
  @ApiProperty({ example: 2, type: 'integer' })
  concurrency!: number;

  /** Threads of each render. */
  @ApiProperty({ example: 4, type: 'integer' })
  threads!: number;

  @ApiProperty({ example: '2025-03-01T12:00:00.000Z', format: 'date-time' })
  startedAt!: string;

  @ApiProperty({ example: '2025-03-01T12:00:09.000Z', format: 'date-time' })
  heartbeatAt!: string;

  /** Jobs under way. */
  @ApiProperty({ type: String, isArray: true, example: [ID] })
  jobs!: string[];

  /** Jobs completed since it started. */
  @ApiProperty({ example: 12, type: 'integer' })
  completed!: number;

  /** Attempts that failed since it started. */
  @ApiProperty({ example: 0, type: 'integer' })
  failed!: number;
}

/** The workers that live. */
export class QueueWorkers {
  @ApiProperty({ type: QueueWorker, isArray: true })
  workers!: QueueWorker[];

  /** Jobs that can run at once, all workers together. */
  @ApiProperty({ example: 2, type: 'integer' })
  concurrency!: number;

  /** Jobs that run now, all workers together. */
  @ApiProperty({ example: 1, type: 'integer' })
  busy!: number;
}

/** What became of a job. */
export class JobAnswer {
  @ApiProperty({ example: true })
  success!: boolean;

  @ApiProperty({ type: QueueJob })
  job!: QueueJob;
}

/** A job that is gone. */
export class DeletedJob {
  @ApiProperty({ example: true })
  success!: boolean;
}

/** A job for an answer: times as text. */
export function toQueueJob({ createdAt, startedAt, completedAt, ...job }: JobView): QueueJob {
  return {
    ...job,
    createdAt: createdAt.toISOString(),
    ...(startedAt && { startedAt: startedAt.toISOString() }),
    ...(completedAt && { completedAt: completedAt.toISOString() }),
  };
}
