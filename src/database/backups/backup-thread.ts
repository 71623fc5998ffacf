import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { BackupFile } from './backup-files.js';
import { verifyBackup, type BackupVerdict } from './verify-backup.js';
import { writeBackup, type BackupOrder } from './write-backup.js';

/** What a thread is to do, because the integrity check of a large database would hold every request up. */
type Task =
  | { readonly backupTask: 'write'; readonly order: BackupOrder }
  | { readonly backupTask: 'verify'; readonly file: string; readonly workDirectory: string };

/**
 * Backs up in a thread of its own.
 * @throws what `writeBackup` throws.
 */
export function writeBackupInThread(order: BackupOrder): Promise<BackupFile> {
  return runInThread<BackupFile>({ backupTask: 'write', order });
}

/** Checks a backup in a thread of its own. */
export function verifyBackupInThread(file: string, workDirectory: string): Promise<BackupVerdict> {
  return runInThread<BackupVerdict>({ backupTask: 'verify', file, workDirectory });
}

function runInThread<T>(task: Task): Promise<T> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task });
    worker.once('message', (result: T) => resolve(result));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The backup thread ended with ${code}.`)));
  });
}

function perform(task: Task): Promise<BackupFile | BackupVerdict> {
  return task.backupTask === 'write'
    ? writeBackup(task.order)
    : verifyBackup(task.file, task.workDirectory);
}

const given: unknown = workerData;
if (!isMainThread && typeof given === 'object' && given !== null && 'backupTask' in given) {
  parentPort?.postMessage(await perform(given as Task));
}
