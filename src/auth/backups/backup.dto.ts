import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** A backup of the databases. */
export class BackupDto {
  @ApiProperty({ example: 'auth_backup_20260131_020000.db.gz' })
  name!: string;

  /** Bytes. */
  @ApiProperty({ example: 18_432, type: 'integer' })
  size!: number;

  @ApiProperty({ example: '2026-01-31T02:00:00.000Z', format: 'date-time' })
  createdAt!: string;
}

/** Whether a backup could be restored. */
export class BackupCheck {
  @ApiProperty({ example: true })
  sound!: boolean;

  /** What is wrong with it. */
  @ApiPropertyOptional({ example: 'it is no complete gzip file' })
  reason?: string;

  /** What is sound and yet not all: its companion, with the index of the assets, is missing. */
  @ApiPropertyOptional({
    example:
      'openinary_backup_20260131_020000.db.gz is not beside it: the accounts alone could be restored, not the index of the assets',
  })
  warning?: string;
}

/** The backups there are, the newest first. */
export class BackupList {
  @ApiProperty({ type: () => BackupDto, isArray: true })
  backups!: BackupDto[];
}
