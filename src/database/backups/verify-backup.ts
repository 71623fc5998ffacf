import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipBackup } from './restore.js';
import { UnsoundDatabaseError } from './sound-database.js';

/** Whether a backup could be restored, and if not, why. */
export type BackupVerdict =
  { readonly isSound: true } | { readonly isSound: false; readonly reason: string };

/** Unzips a backup beside other work in progress and checks it as a restore would; nothing of it is kept. */
export async function verifyBackup(file: string, workDirectory: string): Promise<BackupVerdict> {
  const work = await mkdtemp(join(workDirectory, '.verifying-'));
  try {
    await unzipBackup(file, work);
    return { isSound: true };
  } catch (error) {
    // Anything else is no verdict on the backup.
    if (!(error instanceof UnsoundDatabaseError)) throw error;
    return { isSound: false, reason: error.message };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
