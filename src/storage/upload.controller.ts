import { Controller, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequireScopes } from '../access/access.decorators.js';
import { clientSignal } from '../http/client-signal.js';
import { Problems } from '../http/problems.decorator.js';
import { UploadForm, UploadResult } from './upload.dto.js';
import { UploadService } from './upload.service.js';

/** Takes new assets in. */
@ApiTags('Storage')
@RequireScopes(['write'])
@Controller()
export class UploadController {
  constructor(private readonly uploads: UploadService) {}

  /** Stores the files of a form. */
  @Post('upload')
  @ApiOperation({
    summary: 'Upload files',
    description:
      'Files are streamed to the store. Each one is stored or refused by itself, with its reason.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: UploadForm })
  @ApiResponse({ status: 200, type: UploadResult, description: 'Every file was stored.' })
  @ApiResponse({
    status: 207,
    type: UploadResult,
    description: 'Some files were stored; `errors` has the others.',
  })
  @Problems(
    'upload-refused',
    'invalid-request',
    'invalid-path',
    'too-large',
    'unsupported-media-type',
    'insufficient-storage',
  )
  async uploadFiles(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UploadResult> {
    const result = await this.uploads.receive(request, clientSignal(response));
    response.status(result.success ? HttpStatus.OK : HttpStatus.MULTI_STATUS);
    return result;
  }
}
