import { mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { companionOf } from './backup-files.js';
import { unzipBackup } from './restore.js';
import { UnsoundDatabaseError } from './sound-database.js';

/** Whether a backup could be restored, and if not, why. */
export type BackupVerdict =
  | {
      readonly isSound: true;
      /** What a restore of it leaves as it is, since it is not there. */
      readonly warning?: string;
    }
  | { readonly isSound: false; readonly reason: string };

/** Unzips a backup beside other work in progress and checks it as a restore would; nothing of it is kept. */
export async function verifyBackup(file: string, workDirectory: string): Promise<BackupVerdict> {
  const work = await mkdtemp(join(workDirectory, '.verifying-'));
  try {
    const databases = await unzipBackup(file, work);
    if (databases.includes('tables')) return { isSound: true };
    const warning = `${basename(companionOf(file))} is not beside it: the accounts alone could be restored, not the index of the assets`;
    return { isSound: true, warning };
  } catch (error) {
    // Anything else is no verdict on the backup.
    if (!(error instanceof UnsoundDatabaseError)) throw error;
    return { isSound: false, reason: error.message };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
