import type { BackupDto } from './backupDto.ts';

export interface BackupList {
  backups: BackupDto[];
}
