import { Controller, Get, Req, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../access/access.decorators.js';
import { clientSignal } from '../http/client-signal.js';
import { Problems } from '../http/problems.decorator.js';
import { sendRepresentation } from '../http/representation.js';
import { urlTail } from '../http/url-tail.js';
import { AddressBook } from './address.js';
import { Answers } from './answers.js';
import { Placeholder } from './placeholder.dto.js';
import { Viewers } from '../access/viewers.js';

/** Tells what to show in an image's place. */
@ApiTags('Delivery')
@Public()
@Controller()
export class PlaceholderController {
  constructor(
    private readonly addresses: AddressBook,
    private readonly answers: Answers,
    private readonly viewers: Viewers,
  ) {}

  /** Of an image, or of a video's poster. */
  @Get('placeholder/*path')
  @ApiOperation({
    summary: 'Get a placeholder of an image or a video',
    description: 'It is made once for each version of the asset, from the budget of renders.',
  })
  @ApiParam({
    name: 'path',
    description: "The asset's path, slashes included.",
    example: 'photos/harbour.jpg',
    type: String,
  })
  @ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'Validator.',
    schema: { type: 'string' },
  })
  @ApiOkResponse({ type: Placeholder })
  @ApiResponse({ status: 304, description: 'The client has it already.' })
  @Problems(
    'invalid-path',
    'transformation-not-available',
    'unknown-asset',
    'unprocessable-asset',
    'too-many-requests',
    'too-busy',
    'timed-out',
    'unavailable',
  )
  async getPlaceholder(@Req() request: Request, @Res() response: Response): Promise<void> {
    const signal = clientSignal(response);
    const tail = urlTail(request, '/placeholder/');
    const asset = await this.addresses.resolveOriginal(
      tail,
      this.viewers.of(request, response),
      signal,
    );
    const placeholder = await this.answers.placeholder(asset, request, signal);
    await sendRepresentation(request, response, placeholder);
  }
}
