import { ApiExtraModels, ApiProperty } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsNumber, IsString } from 'class-validator';

/** What a program sees at the root. */
export class ServiceInfo {
  @ApiProperty({ example: 'ok' })
  @IsString()
  status!: string;

  @ApiProperty({ example: 'openinary' })
  @IsString()
  service!: string;

  /** The product's version. */
  @ApiProperty({ example: '1.0.0' })
  @IsString()
  version!: string;
}

/** The service answers. */
export class HealthReport extends ServiceInfo {
  /** The server's clock. */
  @ApiProperty({ example: '2026-01-31T12:00:00.000Z' })
  @IsISO8601()
  timestamp!: string;

  /** Seconds since the process started. */
  @ApiProperty({ example: 86_400.25 })
  @IsNumber()
  uptime!: number;
}

/** The process runs. */
export class Liveness {
  @ApiProperty({ example: 'ok' })
  @IsString()
  status!: string;
}

/** How one part of the service is. */
export class ComponentHealth {
  /** `degraded` parts are reported, but requests are still taken. */
  @ApiProperty({ enum: ['up', 'degraded', 'down'], example: 'up' })
  @IsIn(['up', 'degraded', 'down'])
  status!: 'up' | 'degraded' | 'down';

  /** What is wrong, in the service's own words. */
  @ApiProperty({ required: false, example: 'not reachable' })
  @IsString()
  reason?: string;
}

/** Whether requests should be sent here. */
@ApiExtraModels(ComponentHealth)
export class Readiness {
  @ApiProperty({ enum: ['ready', 'degraded', 'not-ready'], example: 'ready' })
  @IsIn(['ready', 'degraded', 'not-ready'])
  status!: 'ready' | 'degraded' | 'not-ready';

  /** Each part by name. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: '#/components/schemas/ComponentHealth' },
    example: { storage: { status: 'up' }, disk: { status: 'up' } },
  })
  components!: Record<string, ComponentHealth>;
}
