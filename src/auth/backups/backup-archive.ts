import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { ZipFile } from 'yazl';
import { hasCode } from '../../files/absence.js';

/** A file of a backup, open: it can be read even when it is rotated away meanwhile. */
export interface OpenBackupFile {
  readonly name: string;
  readonly handle: FileHandle;
}

/** Opens those of these files that there are. */
export async function openFiles(paths: readonly string[]): Promise<readonly OpenBackupFile[]> {
  const opened: OpenBackupFile[] = [];
  for (const path of paths) {
    try {
      opened.push({ name: basename(path), handle: await open(path) });
    } catch (error) {
      // A backup of accounts alone has no companion.
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
  return opened;
}

/** Sends the files as a ZIP, uncompressed, since they are gzip files; they are closed in the end. */
export async function sendArchive(
  files: readonly OpenBackupFile[],
  target: Writable,
  signal: AbortSignal,
): Promise<void> {
  const zip = new ZipFile();
  const failed = new AbortController();
  zip.once('error', (error: unknown) => failed.abort(error));
  try {
    for (const { name, handle } of files) {
      const { size, mtime } = await handle.stat();
      const stream = handle.createReadStream({ autoClose: false });
      zip.addReadStream(stream, name, { compress: false, size, mtime, mode: 0o100600 });
    }
    zip.end();
    await pipeline(zip.outputStream, target, { signal: AbortSignal.any([signal, failed.signal]) });
  } finally {
    for (const { handle } of files) await handle.close();
  }
}
