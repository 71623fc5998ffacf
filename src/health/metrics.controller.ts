import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../access/access.decorators.js';
import { Environment } from '../config/environment.js';
import { DomainError } from '../errors/domain-error.js';
import { Problems } from '../http/problems.decorator.js';
import { Metrics } from '../metrics/metrics.js';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Gives the metrics to the monitoring. */
@ApiTags('Health')
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly environment: Environment,
  ) {}

  /** Prometheus' text format. */
  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Metrics for Prometheus',
    description:
      'Needs `METRICS_TOKEN` as bearer token; where none is set, only this machine itself may ask, and not through a proxy.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({
    schema: { type: 'string', example: 'openinary_cache_requests_total{result="hit"} 42' },
  })
  @Problems('unauthenticated', 'forbidden')
  async getMetrics(@Req() request: Request, @Res() response: Response): Promise<void> {
    demandAccess(request, this.environment.METRICS_TOKEN);
    response.type(this.metrics.contentType).send(await this.metrics.expose());
  }
}

/** @throws {DomainError} `unauthenticated`, `forbidden`. */
function demandAccess({ headers, socket }: Request, token: string | undefined): void {
  if (token !== undefined) {
    if (isSame(headers.authorization ?? '', `Bearer ${token}`)) return;
    throw new DomainError('unauthenticated', 'Send METRICS_TOKEN as bearer token.');
  }
  // A request that a proxy on this machine passes on comes from this machine, too.
  const direct = headers['x-forwarded-for'] === undefined && headers.forwarded === undefined;
  if (direct && LOOPBACK.test(socket.remoteAddress ?? '')) return;
  throw new DomainError('forbidden', 'Metrics are for this machine, or with METRICS_TOKEN.');
}

/** Compares digests, so that the time it takes tells nothing. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
