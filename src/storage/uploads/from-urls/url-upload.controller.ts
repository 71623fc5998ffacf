import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequireScopes } from '../../../access/access.decorators.js';
import { workSignal } from '../../../http/idempotency/idempotent-requests.js';
import { Idempotent } from '../../../http/idempotency/idempotent.decorator.js';
import { Problems } from '../../../http/problems.decorator.js';
import { UploadResult } from '../upload.dto.js';
import { UrlUploadRequest } from './url-upload.dto.js';
import { UrlUpload } from './url-upload.js';

/** Takes assets in from other servers. */
@ApiTags('Storage')
@RequireScopes(['write'])
@Controller()
export class UrlUploadController {
  constructor(private readonly uploads: UrlUpload) {}

  /** Fetches a file and stores it. */
  @Post('upload/url')
  @Idempotent()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Upload from a URL',
    description:
      'Only public addresses are fetched from, checked after the name has been resolved and again at each redirect (5 at ' +
      'most); the operator may allow further networks. Type, size and content are judged as of any upload.',
  })
  @ApiOkResponse({ type: UploadResult })
  @Problems(
    'invalid-request',
    'invalid-path',
    'conflict',
    'too-large',
    'unsupported-media-type',
    'unprocessable-asset',
    'remote-refused',
    'remote-failed',
    'too-busy',
    'timed-out',
    'insufficient-storage',
  )
  async uploadFromUrl(
    @Body() wanted: UrlUploadRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UploadResult> {
    const file = await this.uploads.receive(wanted, request, workSignal(request, response));
    return { success: true, files: [file] };
  }
}
