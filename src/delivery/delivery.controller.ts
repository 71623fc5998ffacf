import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../access/access.decorators.js';
import { clientSignal } from '../http/client-signal.js';
import { Problems } from '../http/problems.decorator.js';
import { sendRepresentation } from '../http/representation.js';
import { urlTail } from '../http/url-tail.js';
import { AddressBook } from './address.js';
import { Answers } from './answers.js';
import { DeliveredBytes } from './delivered-bytes.decorator.js';
import { HotAnswers } from './hot/hot-answers.js';
import { AnswersPendingVideo, sendNotReady } from './pending-video.js';
import { VideoNotReady } from './video-answers.js';
import { Viewers } from '../access/viewers.js';

const VERSION_PARAMETER =
  "The asset's version. When it is the current one, the answer may be cached for good.";

/** Delivers originals and variants to everybody. */
@ApiTags('Delivery')
@Public()
@Controller()
export class DeliveryController {
  constructor(
    private readonly addresses: AddressBook,
    private readonly answers: Answers,
    private readonly hot: HotAnswers,
    private readonly viewers: Viewers,
  ) {}

  /** An asset, transformed as the URL says. */
  @Get('t/*path')
  @ApiOperation({
    summary: 'Deliver an original or a variant',
    description:
      'The path is an asset path, with up to eight transformation steps before it: ' +
      '`/t/w_800,h_600,c_fill,f_webp/photos/a.jpg`. Without a step the original is sent byte for byte. ' +
      'Without `f`, the best format that `Accept` names is chosen.',
  })
  @DeliveredBytes('w_400,h_300,c_fill,f_webp/photos/a.jpg')
  @AnswersPendingVideo()
  @ApiQuery({
    name: 'v',
    required: false,
    description: VERSION_PARAMETER,
    example: 'KzHbFpbB2IzpY5nK1vQ0dA',
  })
  @Problems(
    'invalid-path',
    'invalid-transformation',
    'transformation-not-available',
    'unknown-asset',
    'range-not-satisfiable',
    'unprocessable-asset',
    'too-many-requests',
    'too-busy',
    'unavailable',
    'timed-out',
  )
  async deliver(@Req() request: Request, @Res() response: Response): Promise<void> {
    const signal = clientSignal(response);
    const { changes } = this.hot;
    const viewer = this.viewers.of(request, response);
    const tail = urlTail(request, '/t/');
    const address = await this.addresses.resolve(tail, viewer, signal);
    const representation = await this.answers.answer(address, request, signal);
    if (representation instanceof VideoNotReady) {
      sendNotReady(response, representation);
      return;
    }
    this.hot.remember(request, address, representation, changes);
    await sendRepresentation(request, response, representation);
  }

  /** The original, as a file to keep. */
  @Get('download/*path')
  @ApiOperation({ summary: 'Download an original as a file' })
  @DeliveredBytes('photos/a.jpg')
  @Problems('invalid-path', 'unknown-asset', 'range-not-satisfiable', 'too-many-requests')
  async download(@Req() request: Request, @Res() response: Response): Promise<void> {
    const asset = await this.addresses.resolveOriginal(
      urlTail(request, '/download/'),
      this.viewers.of(request, response),
      clientSignal(response),
    );
    await sendRepresentation(request, response, this.answers.download(asset, request));
  }
}
