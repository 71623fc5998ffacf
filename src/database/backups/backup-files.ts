import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { orUndefined } from '../../files/absence.js';

const NAME = /^auth_backup_(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})\.db\.gz$/;

/** The newest backup, under a name that never changes. */
export const LATEST = 'latest.db.gz';

/** A backup of the accounts; its companion holds the product's own tables. */
export interface BackupFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly createdAt: Date;
}

/** The name of a backup made at a time (UTC, so that names sort as times do). */
export function backupName(time: Date): string {
  const [date = '', clock = ''] = time.toISOString().replaceAll(/[-:]/g, '').split('T');
  return `auth_backup_${date}_${clock.slice(0, 6)}.db.gz`;
}

/** The backup of the product's own tables that belongs to a backup of the accounts. */
export function companionOf(file: string): string {
  const name = basename(file);
  const companion =
    name === LATEST ? 'latest.openinary.db.gz' : name.replace(/^auth_backup_/, 'openinary_backup_');
  return join(dirname(file), companion === name ? `${name}.openinary` : companion);
}

/** The backups of a directory, the newest first; none when there is no such directory. */
export async function listBackups(directory: string): Promise<readonly BackupFile[]> {
  const names = (await orUndefined(readdir(directory))) ?? [];
  const newestFirst = names
    .filter((name) => NAME.test(name))
    .sort()
    .reverse();
  const files = await Promise.all(
    newestFirst.map(async (name) => {
      // It may be rotated away, by a backup that has just been written.
      const found = await orUndefined(stat(join(directory, name)));
      return found && { name, size: found.size, createdAt: timeOf(name) };
    }),
  );
  return files.filter((file) => file !== undefined);
}

function timeOf(name: string): Date {
  const [, year, month, day, hour, minute, second] = (NAME.exec(name) ?? []).map(Number);
  return new Date(
    Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0),
  );
}
