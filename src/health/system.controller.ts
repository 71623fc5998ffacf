import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScopes } from '../access/access.decorators.js';
import { Environment } from '../config/environment.js';
import { SERVICE_VERSION } from '../config/version.js';
import { IMAGE_LIBRARY_VERSION } from '../transform/image/vips.js';
import { SystemInfo, type SystemLimits } from './system.dto.js';

/** Tells administrators what runs here; nothing of it is a secret, and none of it is for the public. */
@ApiTags('Health')
@RequireScopes(['admin'])
@Controller('system')
export class SystemController {
  constructor(private readonly environment: Environment) {}

  /** Versions and limits. */
  @Get()
  @ApiOperation({ summary: 'Versions and limits of the installation' })
  @ApiOkResponse({ type: SystemInfo })
  getSystem(): SystemInfo {
    const { ROLE, STORAGE_DRIVER, BACKUP_CRON } = this.environment;
    return {
      role: ROLE,
      storage: STORAGE_DRIVER,
      backupSchedule: BACKUP_CRON,
      versions: [
        { name: 'Openinary', version: SERVICE_VERSION },
        { name: 'Node.js', version: process.versions.node },
        { name: 'libvips', version: IMAGE_LIBRARY_VERSION },
      ],
      limits: limitsOf(this.environment),
    };
  }
}

function limitsOf(environment: Environment): SystemLimits {
  return {
    fileBytes: environment.maxFileBytes,
    outputSide: environment.MAX_OUTPUT_DIMENSION,
    sourcePixels: environment.MAX_SOURCE_PIXELS,
    videoSeconds: environment.MAX_VIDEO_DURATION_S,
    renders: environment.RENDER_CONCURRENCY,
    keyRequests: environment.API_KEY_RATE_LIMIT,
    keyWindowSeconds: environment.API_KEY_RATE_WINDOW_S,
    publicRenders: environment.PUBLIC_RENDER_RATE,
    backups: environment.MAX_BACKUPS,
  };
}
