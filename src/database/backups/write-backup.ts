import { createReadStream, createWriteStream } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { exists, orUndefined } from '../../files/absence.js';
import { syncDirectory } from '../../files/sync-directory.js';
import { backupName, companionOf, LATEST, listBackups, type BackupFile } from './backup-files.js';
import { assertSound, type DatabaseName } from './sound-database.js';

const WORK_PREFIX = '.writing-';
/** A work directory this old was left behind by a crash; ms. */
const ABANDONED_MS = 6 * 60 * 60 * 1000;

/** What is backed up, where to, and how many are kept. */
export interface BackupOrder {
  /** The accounts database. */
  readonly accounts: string;
  /** The product's own tables; left out of the backup where the file is missing. */
  readonly tables: string;
  readonly directory: string;
  readonly keep: number;
}

/**
 * Backs the databases up while they are used: a consistent copy by SQLite's own backup, its integrity checked, zipped,
 * synced, and only then given its name and that of the latest. Whatever fails, the backups there are stay as they are.
 * @throws when a database cannot be read, the copy is unsound, or there is no room.
 */
export async function writeBackup(order: BackupOrder): Promise<BackupFile> {
  const { directory, keep } = order;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await removeAbandoned(directory);
  const work = await mkdtemp(join(directory, WORK_PREFIX));
  try {
    const createdAt = new Date();
    const file = join(directory, backupName(createdAt));
    const companion = companionOf(file);
    const accounts = await copyZipped(order.accounts, 'accounts', join(work, 'accounts.db'));
    const tables = (await exists(order.tables))
      ? await copyZipped(order.tables, 'tables', join(work, 'tables.db'))
      : undefined;
    if (tables !== undefined) {
      await replaceLatest(tables, join(work, 'latest'), companionOf(join(directory, LATEST)));
      await rename(tables, companion);
    }
    await replaceLatest(accounts, join(work, 'latest'), join(directory, LATEST));
    await rename(accounts, file);
    await syncDirectory(directory);
    await removeOldest(directory, keep);
    const { size } = await stat(file);
    return { name: backupName(createdAt), size, createdAt };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function copyZipped(source: string, kind: DatabaseName, copy: string): Promise<string> {
  await createEmpty(copy);
  const database = new Sqlite(source, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    await database.backup(copy);
  } finally {
    database.close();
  }
  assertSound(copy, kind);
  const zipped = `${copy}.gz`;
  await pipeline(
    createReadStream(copy),
    createGzip(),
    createWriteStream(zipped, { mode: 0o600, flush: true }),
  );
  await rm(copy);
  return zipped;
}

/** The copy holds password hashes: it is the owner's alone before its first byte is written. */
async function createEmpty(file: string): Promise<void> {
  await (await open(file, 'wx', 0o600)).close();
  await chmod(file, 0o600);
}

async function replaceLatest(zipped: string, temporary: string, latest: string): Promise<void> {
  await link(zipped, temporary).catch(async () => {
    // Some volumes know no hard links.
    await copyFile(zipped, temporary);
  });
  await rename(temporary, latest);
}

async function removeOldest(directory: string, keep: number): Promise<void> {
  for (const { name } of (await listBackups(directory)).slice(keep)) {
    await rm(companionOf(join(directory, name)), { force: true });
    await rm(join(directory, name), { force: true });
  }
}

async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(WORK_PREFIX)) continue;
    const path = join(directory, name);
    // Another backup, of the operator's script or of the server, may end meanwhile.
    const { mtimeMs = Infinity } = (await orUndefined(stat(path))) ?? {};
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(path, { recursive: true, force: true });
  }
}
