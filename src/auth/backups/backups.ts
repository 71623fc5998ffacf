import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { join } from 'node:path';
import { Cron } from 'croner';
import type { Request } from 'express';
import { AuditLog } from '../../access/audit.js';
import { Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { makeWritable, reasonOf } from '../../config/writable-directory.js';
import { openFiles, type OpenBackupFile } from './backup-archive.js';
import { DomainError } from '../../errors/domain-error.js';
import { isStorageFull } from '../../errors/system-failures.js';
import { companionOf, listBackups, type BackupFile } from '../../database/backups/backup-files.js';
import { verifyBackupInThread, writeBackupInThread } from '../../database/backups/backup-thread.js';
import { orderOf } from '../../database/backups/database-places.js';
import type { BackupVerdict } from '../../database/backups/verify-backup.js';
import { takeAppliedRestore } from '../../database/backups/restore.js';

/** Backs the databases up when the clock says so and when an administrator asks, one backup at a time. */
@Injectable()
export class Backups implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Backups.name);
  private schedule: Cron | undefined;
  private running: Promise<BackupFile> | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {StartupError} when `BACKUP_CRON` names no time. */
  async onApplicationBootstrap(): Promise<void> {
    const { BACKUP_CRON, ROLE } = this.environment;
    if (this.isElsewhere) {
      this.logger.log(
        'The databases are in Postgres: back them up with pg_dump; nothing is backed up here.',
      );
      return;
    }
    await this.reportRestore();
    if (BACKUP_CRON === 'off' || ROLE === 'worker') return;
    try {
      this.schedule = new Cron(BACKUP_CRON, { unref: true, protect: true }, async () => {
        await this.run().catch(() => undefined);
      });
    } catch (error) {
      throw new StartupError(
        'BACKUP_CRON is no cron expression; "0 2 * * *" is every night at two',
        {
          cause: error,
        },
      );
    }
    await this.warnOfDirectory();
  }

  /** A backup that cannot be written tonight is told of today; the server serves without. */
  private async warnOfDirectory(): Promise<void> {
    const { backupDirectory } = this.environment;
    await makeWritable(backupDirectory).catch((error: unknown) => {
      this.logger.warn(
        `BACKUP_PATH: ${backupDirectory} cannot be made or written (${reasonOf(error)}): no backup will be made until it is given to the server's user (chown) or BACKUP_PATH is another place`,
      );
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.schedule?.stop();
    await this.running?.catch(() => undefined);
  }

  /** The backups there are, the newest first; none of a database that is elsewhere. */
  async list(): Promise<readonly BackupFile[]> {
    if (this.isElsewhere) return [];
    return listBackups(this.environment.backupDirectory);
  }

  /**
   * Backs up now; who asks while a backup is written gets that one.
   * @throws {DomainError} `insufficient-storage` or `unavailable`; the backups there are stay. `conflict` on Postgres.
   */
  async run(request?: Request): Promise<BackupFile> {
    if (this.isElsewhere) {
      throw new DomainError(
        'conflict',
        'The databases are in Postgres; back them up with pg_dump.',
      );
    }
    this.running ??= writeBackupInThread(orderOf(this.environment)).finally(() => {
      this.running = undefined;
    });
    try {
      const file = await this.running;
      this.audit.record(
        { event: 'backup.success', outcome: 'success', subject: file.name },
        request,
      );
      return file;
    } catch (error) {
      this.logger.error({ err: error, msg: 'the backup failed' });
      const full = isStorageFull(error);
      const reason = full ? 'no room' : 'not written';
      this.audit.record({ event: 'backup.failed', outcome: 'failure', reason }, request);
      throw full
        ? new DomainError('insufficient-storage', 'There is no room for a backup.', {
            cause: error,
          })
        : new DomainError('unavailable', 'The backup could not be written.', { cause: error });
    }
  }

  /** Whether the databases are a Postgres server's, whose operator has the tools to back them up. */
  private get isElsewhere(): boolean {
    return this.environment.DATABASE_URL !== undefined;
  }

  /** Checks a backup as a restore would. @throws {DomainError} `not-found` */
  async verify(name: string): Promise<BackupVerdict> {
    return verifyBackupInThread(await this.fileOf(name), this.environment.temporaryDirectory);
  }

  /** The files of a backup: that of the accounts, and its companion. @throws {DomainError} `not-found` */
  async open(name: string, request: Request): Promise<readonly OpenBackupFile[]> {
    const file = await this.fileOf(name);
    const opened = await openFiles([file, companionOf(file)]);
    this.audit.record({ event: 'backup.downloaded', outcome: 'success', subject: name }, request);
    return opened;
  }

  /** Only a name that is listed leads to a file. */
  private async fileOf(name: string): Promise<string> {
    const known = await this.list();
    if (!known.some((file) => file.name === name)) {
      throw new DomainError('not-found', 'There is no such backup.');
    }
    return join(this.environment.backupDirectory, name);
  }

  private async reportRestore(): Promise<void> {
    const restore = await takeAppliedRestore(this.environment.DATA_DIR);
    if (restore === undefined) return;
    const { source: subject, report, counts: reason } = restore;
    this.logger.warn({ msg: 'a backup has been restored', source: subject, report });
    this.audit.record({ event: 'restore.success', outcome: 'success', subject, reason });
  }
}
