import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { isStorageFull } from '../../errors/system-failures.js';
import { exists, hasCode } from '../../files/absence.js';
import { syncDirectory } from '../../files/sync-directory.js';
import { UseLock } from '../use-lock.js';
import { companionOf } from './backup-files.js';
import { assertSound, UnsoundDatabaseError, type DatabaseName } from './sound-database.js';
import { keepPrivate, withholdAccess } from './withhold.js';
import { countWithheld, describeWithheld, type Withheld } from './withheld.js';

/** A verified restore that waits to be applied. */
const STAGED = 'restore-staged';
/** What the next start reports of a restore that was applied. */
const APPLIED = 'restore-applied';
const MAX_UNZIPPED_BYTES = 64 * 1024 ** 3;

/** Where the databases lie. */
export interface DatabasePlaces {
  readonly dataDirectory: string;
  readonly accounts: string;
  readonly tables: string;
}

/** A restore that is in force. */
export interface AppliedRestore {
  readonly kept: readonly string[];
  readonly withheld: Withheld;
}

/** What became of a restore: in force, or waiting for the next start because a server runs. */
export type RestoreOutcome = { readonly databases: readonly DatabaseName[] } & (
  ({ readonly kind: 'applied' } & AppliedRestore) | { readonly kind: 'staged' }
);

/**
 * Restores a backup. It is unzipped, checked and emptied of sessions beside the data first; only a sound one is put in
 * force, at once when no server uses the databases, else at the next start.
 * @throws {UnsoundDatabaseError} when the backup is no good; nothing has changed then.
 */
export async function restoreBackup(
  backup: string,
  places: DatabasePlaces,
): Promise<RestoreOutcome> {
  const databases = await stage(backup, places);
  const lock = UseLock.tryTake(places.accounts);
  if (lock === undefined) return { kind: 'staged', databases };
  try {
    return { kind: 'applied', databases, ...(await swap(places)) };
  } finally {
    lock.release();
  }
}

/** Puts a staged restore in force; the first thing a start does, before anything opens a database. */
export async function applyStagedRestore(places: DatabasePlaces): Promise<readonly string[]> {
  if (!(await exists(join(places.dataDirectory, STAGED)))) return [];
  const lock = UseLock.tryTake(places.accounts);
  // Another server of this data directory still runs, and this one will not start beside it: the next start applies it.
  if (lock === undefined) return [];
  try {
    return (await swap(places)).kept;
  } finally {
    lock.release();
  }
}

/** A restore, as the start that finds it in force tells of it. */
export interface RestoreReport {
  /** The backup's name. */
  readonly source: string;
  /** Sentences for the operator. */
  readonly report: string;
  /** What was withheld, in a few words. */
  readonly counts: string;
}

/** What was restored since this was last asked; undefined when nothing was. */
export async function takeAppliedRestore(
  dataDirectory: string,
): Promise<RestoreReport | undefined> {
  const file = join(dataDirectory, APPLIED);
  if (!(await exists(file))) return undefined;
  const [source = '', report = '', counts = ''] = (await readFile(file, 'utf8')).split('\n');
  await rm(file, { force: true });
  return {
    source: source.slice(0, 200),
    report: report.slice(0, 2000),
    counts: counts.slice(0, 200),
  };
}

async function stage(
  backup: string,
  { dataDirectory }: DatabasePlaces,
): Promise<readonly DatabaseName[]> {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const work = await mkdtemp(join(dataDirectory, '.restoring-'));
  try {
    const databases = await unzipBackup(backup, work);
    endSessions(join(work, 'accounts.db'));
    await writeFile(join(work, 'source'), basename(backup).replaceAll('\n', ' '), { mode: 0o600 });
    const staged = join(dataDirectory, STAGED);
    await rm(staged, { recursive: true, force: true });
    await rename(work, staged);
    return databases;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Unzips a backup and its companion into a directory as `accounts.db` and `tables.db`, and checks both.
 * @returns which there are: the companion may be missing.
 * @throws {UnsoundDatabaseError}
 */
export async function unzipBackup(
  backup: string,
  directory: string,
): Promise<readonly DatabaseName[]> {
  await unzipChecked(backup, join(directory, 'accounts.db'), 'accounts');
  const companion = companionOf(backup);
  if (!(await exists(companion))) return ['accounts'];
  try {
    await unzipChecked(companion, join(directory, 'tables.db'), 'tables');
  } catch (error) {
    if (!(error instanceof UnsoundDatabaseError)) throw error;
    throw new UnsoundDatabaseError(`its companion ${basename(companion)}: ${error.message}`, {
      cause: error,
    });
  }
  return ['accounts', 'tables'];
}

async function unzipChecked(zipped: string, file: string, kind: DatabaseName): Promise<void> {
  let bytes = 0;
  try {
    await pipeline(
      createReadStream(zipped),
      createGunzip(),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > MAX_UNZIPPED_BYTES) throw new Error('too large');
          yield chunk;
        }
      },
      createWriteStream(file, { mode: 0o600, flush: true }),
    );
  } catch (error) {
    throw new UnsoundDatabaseError(whyNotUnzipped(error), { cause: error });
  }
  assertSound(file, kind);
}

function whyNotUnzipped(error: unknown): string {
  if (hasCode(error, 'ENOENT')) return 'there is no such file';
  if (hasCode(error, 'EACCES')) return 'it cannot be read';
  if (hasCode(error, 'EISDIR')) return 'it is a directory';
  if (isStorageFull(error)) return 'there is no room to unzip it';
  return 'it is no complete gzip file';
}

/** Who was signed in when the backup was made is not signed in now, and the secret may have been changed since. */
function endSessions(file: string): void {
  const database = new Sqlite(file);
  try {
    database.exec('DELETE FROM session; DELETE FROM verification;');
    const known = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'installation'").get();
    if (known !== undefined) {
      database.exec("DELETE FROM installation WHERE name = 'secret-fingerprint'");
    }
  } finally {
    database.close();
  }
}

async function swap({ dataDirectory, accounts, tables }: DatabasePlaces): Promise<AppliedRestore> {
  const staged = join(dataDirectory, STAGED);
  const stamp = new Date()
    .toISOString()
    .replaceAll(/[-:]|\..*/g, '')
    .replace('T', '_');
  const withheld = await withhold({ dataDirectory, accounts, tables });
  const kept: string[] = [];
  // The accounts go last: while their staged copy is there, an interrupted swap is taken up again at the next start.
  for (const [name, target] of [
    ['tables.db', tables],
    ['accounts.db', accounts],
  ] as const) {
    if (!(await exists(join(staged, name)))) continue;
    const aside = `${target}.before-restore-${stamp}`;
    if (await exists(target)) kept.push(aside);
    for (const suffix of ['-wal', '-shm', '']) await moveAside(target + suffix, aside + suffix);
    await move(join(staged, name), target);
    await syncDirectory(dirname(target));
  }
  const source = await readFile(join(staged, 'source'), 'utf8');
  const report = [source, describeWithheld(withheld).join(' '), countWithheld(withheld)].join('\n');
  await writeFile(join(dataDirectory, APPLIED), report, { mode: 0o600 });
  await rm(staged, { recursive: true, force: true });
  return { kept, withheld };
}

/** Once for each restore, while the databases of now are in their places: an interrupted swap finds them gone. */
async function withhold({ dataDirectory, accounts, tables }: DatabasePlaces): Promise<Withheld> {
  const staged = join(dataDirectory, STAGED);
  const file = join(staged, 'withheld');
  if (await exists(file)) return JSON.parse(await readFile(file, 'utf8')) as Withheld;
  const index = join(staged, 'tables.db');
  const withheld = {
    access: withholdAccess(join(staged, 'accounts.db'), accounts),
    keptPrivate: (await exists(index)) ? keepPrivate(index, tables) : undefined,
  };
  await writeFile(`${file}.incoming`, JSON.stringify(withheld), { mode: 0o600, flush: true });
  await rename(`${file}.incoming`, file);
  return withheld;
}

async function moveAside(from: string, to: string): Promise<void> {
  if (await exists(from)) await rename(from, to);
}

/** Also between volumes, where a rename cannot: the name appears only when the whole file is there. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!hasCode(error, 'EXDEV')) throw error;
    const incoming = `${to}.incoming`;
    await pipeline(
      createReadStream(from),
      createWriteStream(incoming, { mode: 0o600, flush: true }),
    );
    await rename(incoming, to);
    await rm(from);
  }
}
