import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../access/access.decorators.js';
import { contentTypeOf } from '../assets/media-types.js';
import { DomainError } from '../errors/domain-error.js';
import { clientSignal } from '../http/client-signal.js';
import { Problems } from '../http/problems.decorator.js';
import { urlTail } from '../http/url-tail.js';
import { JobCounts } from '../queue/queue.dto.js';
import type { JobView } from '../queue/video-job.js';
import { VideoJobs } from '../queue/video-jobs.js';
import { isJob, VideoVariants, type VideoVariant } from '../queue/video-variants.js';
import { canonicalise } from '../transform/language/canonical.js';
import { AddressBook } from './address.js';
import { resolveDpr } from './negotiation.js';
import { BY_SIGNATURE, Viewers } from '../access/viewers.js';
import { SignedUrls } from './signed-urls.js';
import { VideoSize, VideoStatus } from './video-status.dto.js';

const PREFIX = '/video-status/';
const PATH = {
  name: 'path',
  description: 'A transformation and the path of a video, as in its delivery URL.',
  example: 'w_640,f_webm/clips/harbour.mp4',
  type: String,
} as const;

/** Tells how far variants of videos are. */
@ApiTags('Delivery')
@Public()
@Controller('video-status')
export class VideoStatusController {
  constructor(
    private readonly addresses: AddressBook,
    private readonly videos: VideoVariants,
    private readonly jobs: VideoJobs,
    private readonly viewers: Viewers,
    private readonly signedUrls: SignedUrls,
  ) {}

  /** How many videos are in each state; no paths. */
  @Get('stats')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Count videos by state' })
  @ApiOkResponse({ type: JobCounts })
  @Problems('unavailable')
  async getVideoStats(): Promise<JobCounts> {
    return this.jobs.counts();
  }

  /** The size of a finished variant. */
  @Get('*path/size')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Get the size of a finished video' })
  @ApiParam(PATH)
  @ApiOkResponse({ type: VideoSize })
  @Problems(
    'invalid-path',
    'invalid-transformation',
    'transformation-not-available',
    'unauthenticated',
    'unknown-asset',
    'not-found',
    'too-many-requests',
    'unavailable',
    'url-expired',
  )
  async getVideoSize(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VideoSize> {
    const { found } = await this.find(request, '/size', response);
    if (found.kind !== 'ready') throw new DomainError('not-found', 'The video is not ready.');
    const { size, format } = found.variant;
    return { size, status: 'ready', contentType: contentTypeOf(format) };
  }

  /** How far a variant is. Asking does not make one. */
  @Get('*path')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Get the status of a video',
    description:
      'What was asked for by a signed URL has its status at `/video-status/s--{signature}[--{expires}]/{transformations}/{path}`, ' +
      'with the signature of that URL.',
  })
  @ApiParam(PATH)
  @ApiOkResponse({ type: VideoStatus })
  @Problems(
    'invalid-path',
    'invalid-transformation',
    'transformation-not-available',
    'unauthenticated',
    'unknown-asset',
    'not-found',
    'too-many-requests',
    'unavailable',
    'url-expired',
  )
  async getVideoStatus(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VideoStatus> {
    const { found, url, id } = await this.find(request, '', response);
    if (found.kind === 'job') return statusOf(found.job);
    // The job is forgotten some time after, and Redis may be away; the variant is there.
    const job = await this.jobs.find(id).catch(() => undefined);
    return { status: 'completed', progress: 100, ...(job && courseOf(job)), url };
  }

  private async find(
    request: Request,
    suffix: string,
    response: Response,
  ): Promise<{ readonly found: VideoVariant; readonly url: string; readonly id: string }> {
    const given = urlTail(request, PREFIX, suffix);
    const isSigned = this.signedUrls.looksSigned(given);
    const { asset, transformation: asked } = await this.addresses.resolve(
      isSigned ? this.signedUrls.verify(given).tail : given,
      isSigned ? BY_SIGNATURE : this.viewers.of(request, response),
      clientSignal(response),
    );
    const transformation = asked && resolveDpr(asked, request.headers);
    if (transformation !== undefined && asset.mediaType.kind === 'video' && isJob(transformation)) {
      const found = await this.videos.find(asset, transformation);
      const url = isSigned
        ? `/authenticated/${given}`
        : `/t/${canonicalise(transformation)}/${asset.path.toUrl()}`;
      const id = this.videos.keyOf(asset, transformation).variant;
      if (found !== undefined) return { found, url, id };
    }
    throw new DomainError('not-found', 'There is neither such a video nor a job that makes it.');
  }
}

/** What a job says of a variant. */
function statusOf({ status, progress, error, ...job }: JobView): VideoStatus {
  return { status, progress, ...courseOf(job), ...(error !== undefined && { error }) };
}

function courseOf({
  id,
  createdAt,
  startedAt,
  completedAt,
}: Pick<JobView, 'id' | 'createdAt' | 'startedAt' | 'completedAt'>) {
  return {
    jobId: id,
    queuedAt: createdAt.toISOString(),
    ...(startedAt && { startedAt: startedAt.toISOString() }),
    ...(completedAt && { completedAt: completedAt.toISOString() }),
  };
}
