import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { RequireScopes } from '../../access/access.decorators.js';
import type { BackupFile } from '../../database/backups/backup-files.js';
import { Problems } from '../../http/problems.decorator.js';
import { BackupDto, BackupList } from './backup.dto.js';
import { Backups } from './backups.js';

/** Lists and makes backups of the databases; only an operator at the machine can restore one. */
@ApiTags('Security')
@RequireScopes(['admin'])
@Controller('backups')
export class BackupsController {
  constructor(private readonly backups: Backups) {}

  /** The backups there are, the newest first; `MAX_BACKUPS` bounds them. */
  @Get()
  @ApiOperation({ summary: 'List backups' })
  @ApiOkResponse({ type: BackupList })
  async listBackups(): Promise<BackupList> {
    return { backups: (await this.backups.list()).map(toDto) };
  }

  /** Backs the databases up now. */
  @Post()
  @ApiOperation({ summary: 'Make a backup' })
  @ApiCreatedResponse({ type: BackupDto })
  @Problems('conflict', 'unavailable', 'insufficient-storage')
  async createBackup(@Req() request: Request): Promise<BackupDto> {
    return toDto(await this.backups.run(request));
  }
}

function toDto({ name, size, createdAt }: BackupFile): BackupDto {
  return { name, size, createdAt: createdAt.toISOString() };
}
