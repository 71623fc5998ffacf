import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { BackupFile } from './backup-files.js';
import { writeBackup, type BackupOrder } from './write-backup.js';

/**
 * Backs up in a thread of its own, because the integrity check of a large database would hold every request up.
 * @throws what `writeBackup` throws.
 */
export function writeBackupInThread(order: BackupOrder): Promise<BackupFile> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { backupOrder: order } });
    worker.once('message', (file: BackupFile) => resolve(file));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The backup thread ended with ${code}.`)));
  });
}

const given: unknown = workerData;
if (!isMainThread && typeof given === 'object' && given !== null && 'backupOrder' in given) {
  parentPort?.postMessage(await writeBackup(given.backupOrder as BackupOrder));
}
