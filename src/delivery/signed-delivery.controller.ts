import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public, RequireScopes } from '../access/access.decorators.js';
import { clientSignal } from '../http/client-signal.js';
import { Problems } from '../http/problems.decorator.js';
import { sendRepresentation } from '../http/representation.js';
import { urlTail } from '../http/url-tail.js';
import { AddressBook } from './address.js';
import { Answers } from './answers.js';
import { DeliveredBytes } from './delivered-bytes.decorator.js';
import { AnswersPendingVideo, sendNotReady } from './pending-video.js';
import { SignRequest, SignedUrl } from './signed-urls.dto.js';
import { SignedUrls } from './signed-urls.js';
import { UrlMaker } from './url-maker.js';
import { VideoNotReady } from './video-answers.js';
import { BY_SIGNATURE } from '../access/viewers.js';

/** Delivers to who has a signed URL, private assets included. */
@ApiTags('Delivery')
@Controller()
export class SignedDeliveryController {
  constructor(
    private readonly urls: SignedUrls,
    private readonly maker: UrlMaker,
    private readonly addresses: AddressBook,
    private readonly answers: Answers,
  ) {}

  /** An asset, private ones included, as the signed URL says. */
  @Get('authenticated/*path')
  @Public()
  @ApiOperation({
    summary: 'Deliver by a signed URL',
    description:
      '`/authenticated/s--{signature}[--{expires}]/{transformations}/{path}`, where the signature is the first 32 base64url ' +
      'characters of HMAC-SHA256(`API_SECRET`, `{expires}.{transformations}/{path}`) over the percent-decoded text; without an ' +
      'expiry the text begins with the dot. `POST /sign` makes such URLs.',
  })
  @DeliveredBytes('s--n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is--1900000000/w_400/photos/a.jpg')
  @AnswersPendingVideo()
  @Problems(
    'invalid-path',
    'invalid-transformation',
    'transformation-not-available',
    'unauthenticated',
    'unknown-asset',
    'url-expired',
    'range-not-satisfiable',
    'unprocessable-asset',
    'too-many-requests',
    'too-busy',
    'unavailable',
    'timed-out',
  )
  async deliverSigned(@Req() request: Request, @Res() response: Response): Promise<void> {
    const signal = clientSignal(response);
    const signedTail = urlTail(request, '/authenticated/');
    const { tail, expires } = this.urls.verify(signedTail);
    const address = await this.addresses.resolve(tail, BY_SIGNATURE, signal);
    const answer = await this.answers.answer(address, request, signal, { expires });
    if (answer instanceof VideoNotReady) sendNotReady(response, answer.forSigned(signedTail));
    else await sendRepresentation(request, response, answer);
  }

  /** Makes a signed URL. */
  @Post('sign')
  @HttpCode(200)
  @RequireScopes(['read'])
  @ApiOperation({ summary: 'Make a signed delivery URL' })
  @ApiOkResponse({ type: SignedUrl })
  @Problems('invalid-request', 'invalid-path', 'invalid-transformation', 'unavailable')
  signUrl(@Body() body: SignRequest): SignedUrl {
    return this.maker.make(body);
  }
}
