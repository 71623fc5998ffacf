import { Body, Controller, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AcceptsUploadSignature } from '../../access/accepts-upload-signature.decorator.js';
import { CurrentActor, RequireScopes } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { TakesIdempotencyKey } from '../../http/idempotency/idempotent.decorator.js';
import { Problems } from '../../http/problems.decorator.js';
import { SignedUpload, UploadSignRequest } from './signatures/upload-signing.dto.js';
import { UploadSigning } from './signatures/upload-signing.js';
import { UploadForm, UploadResult } from './upload.dto.js';
import { UploadService } from './upload.service.js';

/** Takes new assets in. */
@ApiTags('Storage')
@RequireScopes(['write'])
@Controller()
export class UploadController {
  constructor(
    private readonly uploads: UploadService,
    private readonly signing: UploadSigning,
  ) {}

  /** Stores the files of a form. */
  @Post('upload')
  @HttpCode(200)
  @AcceptsUploadSignature()
  @TakesIdempotencyKey()
  @ApiOperation({
    summary: 'Upload files',
    description:
      'Files are streamed to the store. Each one is stored or refused by itself, with its reason. With an upload signature ' +
      '(`POST /upload/sign`) the files go to its folder; `overwrite`, another folder, another visibility and other transformations are refused.',
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
    'forbidden',
    'signature-used-up',
    'signature-expired',
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
    return this.uploads.receive(request, response);
  }

  /** Makes a signature with which a browser uploads without a key. */
  @Post('upload/sign')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Sign uploads from a browser',
    description:
      'The signature is for one folder, for so many files of such a size, and until it expires. It is readable, but nothing ' +
      'in it can be changed.',
  })
  @ApiOkResponse({ type: SignedUpload })
  @Problems('invalid-request', 'invalid-path', 'unavailable')
  signUpload(@Body() wanted: UploadSignRequest, @CurrentActor() actor: Actor): SignedUpload {
    return this.signing.sign(wanted, actor);
  }
}
