import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { Metrics } from '../../metrics/metrics.js';
import { Backups } from './backups.js';

/**
 * Tells the metrics when the databases were last backed up; nothing where Postgres has them, and its own tools, and nothing
 * where `BACKUP_CRON` is off, so that no backup is due.
 */
@Injectable()
export class BackupMetrics {
  constructor(metrics: Metrics, backups: Backups, { DATABASE_URL, BACKUP_CRON }: Environment) {
    if (DATABASE_URL !== undefined || BACKUP_CRON === 'off') return;
    metrics.watch(
      'openinary_backup_last_success_timestamp_seconds',
      'When the newest backup was made, Unix time; 0 while there is none.',
      async () => {
        const [newest] = await backups.list();
        return newest === undefined ? 0 : newest.createdAt.getTime() / 1000;
      },
    );
  }
}
