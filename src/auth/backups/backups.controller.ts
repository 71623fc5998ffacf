import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { create as contentDisposition } from 'content-disposition';
import type { Request, Response } from 'express';
import { RequireScopes } from '../../access/access.decorators.js';
import type { BackupFile } from '../../database/backups/backup-files.js';
import type { BackupVerdict } from '../../database/backups/verify-backup.js';
import { clientSignal } from '../../http/client-signal.js';
import { Problems } from '../../http/problems.decorator.js';
import { sendArchive } from './backup-archive.js';
import { BackupCheck, BackupDto, BackupList } from './backup.dto.js';
import { Backups } from './backups.js';

const ZIP = { 'application/zip': { schema: { type: 'string', format: 'binary' } } } as const;
const NAME = {
  name: 'name',
  description: 'The name as it is listed.',
  example: 'auth_backup_20260131_020000.db.gz',
  type: String,
} as const;

/** Lists, makes, checks and hands out backups of the databases; only an operator at the machine can restore one. */
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

  /** Checks that a backup could be restored. */
  @Post(':name/verify')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Check a backup',
    description:
      'It is unzipped and every page and index of its databases read, as a restore does first.',
  })
  @ApiParam(NAME)
  @ApiOkResponse({ type: BackupCheck })
  @Problems('not-found', 'unavailable')
  async verifyBackup(@Param('name') name: string): Promise<BackupCheck> {
    return toCheck(await this.backups.verify(name));
  }

  /** A backup's files. */
  @Get(':name/download')
  @ApiOperation({
    summary: 'Download a backup as a ZIP',
    description:
      'The files that `scripts/restore-db.sh` reads. They hold password hashes: keep them as safe as the databases.',
  })
  @ApiParam(NAME)
  @ApiOkResponse({ description: 'The archive.', content: ZIP })
  @Problems('not-found')
  async downloadBackup(
    @Param('name') name: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const files = await this.backups.open(name, request);
    response.setHeader('Content-Type', 'application/zip');
    response.setHeader('Content-Disposition', contentDisposition(`${name.split('.', 1)[0]}.zip`));
    response.setHeader('Cache-Control', 'no-store');
    const signal = clientSignal(response);
    try {
      await sendArchive(files, response, signal);
    } catch (error) {
      // The client went away in mid-answer: nobody is left to tell.
      if (!signal.aborted) throw error;
    }
  }
}

function toCheck(verdict: BackupVerdict): BackupCheck {
  if (!verdict.isSound) return { sound: false, reason: verdict.reason };
  const { warning } = verdict;
  return { sound: true, ...(warning !== undefined && { warning }) };
}

function toDto({ name, size, createdAt }: BackupFile): BackupDto {
  return { name, size, createdAt: createdAt.toISOString() };
}
