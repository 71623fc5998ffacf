import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../access/access.decorators.js';
import { SERVICE_VERSION } from '../config/version.js';
import { HealthReport, Liveness, Readiness, ServiceInfo } from './health.dto.js';
import { ReadinessProbe } from './readiness.js';

const SERVICE = { status: 'ok', service: 'openinary', version: SERVICE_VERSION } as const;

/** Tells people and probes how the service is. */
@ApiTags('Health')
@Public()
@Controller()
export class HealthController {
  constructor(private readonly readiness: ReadinessProbe) {}

  /** What answers here. */
  @Get()
  @ApiOperation({ summary: 'Name and version of the service' })
  @ApiOkResponse({ type: ServiceInfo })
  getServiceInfo(): ServiceInfo {
    return SERVICE;
  }

  /** The service answers. */
  @Get('health')
  @ApiOperation({ summary: 'Whether the service answers' })
  @ApiOkResponse({ type: HealthReport })
  getHealth(): HealthReport {
    return { ...SERVICE, timestamp: new Date().toISOString(), uptime: process.uptime() };
  }

  /** Liveness probe: touches nothing but the process. */
  @Get('health/live')
  @ApiOperation({ summary: 'Liveness probe' })
  @ApiOkResponse({ type: Liveness })
  getLiveness(): Liveness {
    return { status: 'ok' };
  }

  /** Readiness probe: 200 while requests should be sent here, 503 otherwise. */
  @Get('health/ready')
  @ApiOperation({ summary: 'Readiness probe' })
  @ApiOkResponse({ type: Readiness })
  @ApiServiceUnavailableResponse({ type: Readiness, description: 'Send no requests here now.' })
  async getReadiness(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const report = await this.readiness.report();
    if (report.status === 'not-ready') response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return report;
  }
}
