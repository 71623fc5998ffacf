import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { JOB_STATES, type JobState } from '../queue/video-job.js';

const JOB_ID = 'kq1m3uVZr0b7cP2yXnD4fE8gH6jL9sTw';

/** The answer to a request for a video that is being made. */
export class PendingVideo {
  @ApiProperty({ enum: ['processing'], example: 'processing' })
  status!: 'processing';

  @ApiProperty({ example: 'The video is being made. Ask again, or follow its status.' })
  message!: string;

  /** Where to ask how far it is. */
  @ApiProperty({ example: '/video-status/w_640,f_webm/clips/harbour.mp4' })
  statusUrl!: string;

  @ApiProperty({ example: JOB_ID })
  jobId!: string;

  /** Percent. */
  @ApiProperty({ example: 0, type: 'integer', minimum: 0, maximum: 100 })
  progress!: number;
}

/** How far the variant of a video is. */
export class VideoStatus {
  @ApiProperty({ enum: JOB_STATES, example: 'processing' })
  status!: JobState;

  /** Percent. */
  @ApiProperty({ example: 42, type: 'integer', minimum: 0, maximum: 100 })
  progress!: number;

  @ApiPropertyOptional({ example: JOB_ID })
  jobId?: string;

  @ApiPropertyOptional({ example: '2025-03-01T12:00:00.000Z', format: 'date-time' })
  queuedAt?: string;

  @ApiPropertyOptional({ example: '2025-03-01T12:00:00.080Z', format: 'date-time' })
  startedAt?: string;

  @ApiPropertyOptional({ example: '2025-03-01T12:00:09.000Z', format: 'date-time' })
  completedAt?: string;

  /** Why it could not be made. */
  @ApiPropertyOptional({ example: 'The video cannot be decoded.' })
  error?: string;

  /** Where the finished video is. */
  @ApiPropertyOptional({ example: '/t/w_640,f_webm/clips/harbour.mp4' })
  url?: string;
}

/** The size of a finished variant. */
export class VideoSize {
  /** Bytes. */
  @ApiProperty({ example: 1_048_576, type: 'integer' })
  size!: number;

  @ApiProperty({ enum: ['ready'], example: 'ready' })
  status!: 'ready';

  @ApiProperty({ example: 'video/webm' })
  contentType!: string;
}
