import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../access/access.decorators.js';
import { Environment } from '../config/environment.js';
import { Problems } from '../http/problems.decorator.js';
import { Metrics } from '../metrics/metrics.js';
import { demandMetricsAccess } from './metrics-access.js';

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
      'Needs `METRICS_TOKEN` as bearer token. Where none is set nobody may ask in production; elsewhere this machine itself may, at a loopback address and not through a proxy.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({
    schema: { type: 'string', example: 'openinary_cache_requests_total{result="hit"} 42' },
  })
  @Problems('unauthenticated', 'forbidden')
  async getMetrics(@Req() request: Request, @Res() response: Response): Promise<void> {
    demandMetricsAccess(request, this.environment);
    response.type(this.metrics.contentType).send(await this.metrics.expose());
  }
}
