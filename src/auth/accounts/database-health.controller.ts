import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScopes } from '../../access/access.decorators.js';
import { Problems } from '../../http/problems.decorator.js';
import { Backups } from '../backups/backups.js';
import { DatabaseHealth } from './database-health.dto.js';
import { DatabaseInspection } from './database-inspection.js';

/** Tells administrators how the accounts database is. */
@ApiTags('Health')
@RequireScopes(['read'])
@Controller('health/database')
export class DatabaseHealthController {
  constructor(
    private readonly inspection: DatabaseInspection,
    private readonly backups: Backups,
  ) {}

  /** `warning` when others than the owner can read the file, it cannot be written, or it is damaged. */
  @Get()
  @ApiOperation({ summary: 'How the accounts database is' })
  @ApiOkResponse({ type: DatabaseHealth })
  @Problems('unavailable')
  async getDatabaseHealth(): Promise<DatabaseHealth> {
    const state = await this.inspection.inspect();
    const [newest] = await this.backups.list();
    const { engine, permissions, integrity, writable } = state;
    const good =
      engine === 'postgres' || (permissions === '600' && integrity === 'ok' && writable === true);
    return {
      status: good ? 'ok' : 'warning',
      timestamp: new Date().toISOString(),
      database: {
        ...state,
        ...(newest && {
          lastBackup: {
            name: newest.name,
            size: newest.size,
            createdAt: newest.createdAt.toISOString(),
          },
        }),
      },
    };
  }
}
