import { copyFile, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { openSqlite } from '../open-sqlite.js';
import { UseLock } from '../use-lock.js';
import { backupName, companionOf, listBackups } from './backup-files.js';
import { applyStagedRestore, restoreBackup, takeAppliedRestore } from './restore.js';
import { UnsoundDatabaseError } from './sound-database.js';
import { writeBackup } from './write-backup.js';

const SCHEMA = `
CREATE TABLE user (id TEXT PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE session (id TEXT, token TEXT, userId TEXT, expiresAt TEXT);
CREATE TABLE account (id TEXT, userId TEXT, providerId TEXT, password TEXT);
CREATE TABLE verification (id TEXT);
CREATE TABLE apiKey (id TEXT, key TEXT, referenceId TEXT, enabled INTEGER, permissions TEXT);
CREATE TABLE installation (id TEXT, name TEXT, value TEXT);
INSERT INTO user VALUES ('u', 'Ada', 'ada@example.com');
INSERT INTO session VALUES ('s', 't', 'u', '2999');
INSERT INTO installation VALUES ('i', 'secret-fingerprint', 'f'), ('j', 'setup', 'now');`;

function makePlaces(directory: string) {
  const places = {
    dataDirectory: directory,
    accounts: join(directory, 'auth.db'),
    tables: join(directory, 'openinary.db'),
  };
  const accounts = openSqlite(places.accounts);
  accounts.exec(SCHEMA);
  const tables = openSqlite(places.tables);
  tables.exec("CREATE TABLE asset (path TEXT); INSERT INTO asset VALUES ('a.jpg')");
  accounts.close();
  tables.close();
  const order = { ...places, directory: join(directory, 'backups'), keep: 2 };
  return { places, order, latest: join(order.directory, 'latest.db.gz') };
}

function query(file: string, sql: string): unknown {
  const database = new Sqlite(file, { readonly: true });
  try {
    return database.prepare(sql).pluck().all();
  } finally {
    database.close();
  }
}

describe('backups', () => {
  it('names backups so that names sort as times do, and finds each companion', () => {
    expect(backupName(new Date('2026-01-31T02:03:04.567Z'))).toBe(
      'auth_backup_20260131_020304.db.gz',
    );
    expect(companionOf('/b/auth_backup_20260131_020304.db.gz')).toBe(
      '/b/openinary_backup_20260131_020304.db.gz',
    );
    expect(companionOf('/b/latest.db.gz')).toBe('/b/latest.openinary.db.gz');
    expect(companionOf('/b/mine.gz')).toBe('/b/mine.gz.openinary');
  });

  it('copies a database in use, its log included, for the owner only', async () => {
    await using directory = await temporaryDirectory();
    const { places, order, latest } = makePlaces(directory.path);
    const writer = openSqlite(places.accounts);
    writer.exec("INSERT INTO apiKey VALUES ('k', 'hash', 'u', 1, '{}')");
    const { name } = await writeBackup(order);
    writer.close();
    const copy = join(directory.path, 'copy.db');
    await writeFile(copy, gunzipSync(await readFile(latest)));
    expect(query(copy, 'SELECT id FROM apiKey')).toEqual(['k']);
    expect(await listBackups(order.directory)).toMatchObject([{ name }]);
    for (const file of await readdir(order.directory)) {
      expect((await stat(join(order.directory, file))).mode & 0o777).toBe(0o600);
    }
  });

  it('keeps as many as it should, with their companions', async () => {
    await using directory = await temporaryDirectory();
    const { order } = makePlaces(directory.path);
    await writeBackup(order);
    for (const day of ['01', '02', '03']) {
      const old = join(order.directory, `auth_backup_202601${day}_020000.db.gz`);
      await copyFile(join(order.directory, 'latest.db.gz'), old);
      await copyFile(join(order.directory, 'latest.db.gz'), companionOf(old));
    }
    await writeBackup(order);
    const names = await readdir(order.directory);
    expect(names.filter((name) => name.startsWith('auth_'))).toHaveLength(2);
    expect(names.filter((name) => name.startsWith('openinary_'))).toHaveLength(2);
  });

  it('does not mind what goes while it is looked at, as beside another backup', async () => {
    await using directory = await temporaryDirectory();
    const { order } = makePlaces(directory.path);
    await mkdir(order.directory);
    // Names that are listed, and nothing behind them.
    for (const name of ['.writing-gone', backupName(new Date(0))])
      await symlink(join(order.directory, 'nowhere'), join(order.directory, name));
    const { name } = await writeBackup(order);
    expect((await listBackups(order.directory)).map((file) => file.name)).toEqual([name]);
  });

  it('leaves the backups there are as they were when the database is damaged', async () => {
    await using directory = await temporaryDirectory();
    const { places, order, latest } = makePlaces(directory.path);
    await writeBackup(order);
    const before = await readFile(latest);
    await writeFile(places.accounts, Buffer.alloc(8192, 7));
    await expect(writeBackup(order)).rejects.toThrow();
    expect(await readFile(latest)).toEqual(before);
    expect((await readdir(order.directory)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('restores', () => {
  it('puts a backup in force, keeps what was there and ends every session', async () => {
    await using directory = await temporaryDirectory();
    const { places, order, latest } = makePlaces(directory.path);
    await writeBackup(order);
    const later = openSqlite(places.accounts);
    later.exec("INSERT INTO user VALUES ('v', 'Eve', 'eve@example.com')");
    later.close();
    const outcome = await restoreBackup(latest, places);
    expect(outcome).toMatchObject({ kind: 'applied' });
    expect(query(places.accounts, 'SELECT id FROM user')).toEqual(['u']);
    expect(query(places.accounts, 'SELECT id FROM session')).toEqual([]);
    expect(query(places.accounts, 'SELECT name FROM installation')).toEqual(['setup']);
    expect(query(places.tables, 'SELECT path FROM asset')).toEqual(['a.jpg']);
    expect((await stat(places.accounts)).mode & 0o777).toBe(0o600);
    const kept = (await readdir(directory.path)).find((name) =>
      name.startsWith('auth.db.before-restore-'),
    );
    expect(query(join(directory.path, kept ?? ''), 'SELECT id FROM user')).toEqual(['u', 'v']);
    expect(await takeAppliedRestore(directory.path)).toMatchObject({
      source: 'latest.db.gz',
    });
    expect(await takeAppliedRestore(directory.path)).toBeUndefined();
  });

  it('stages a restore while a server uses the database; the next start applies it', async () => {
    await using directory = await temporaryDirectory();
    const { places, order, latest } = makePlaces(directory.path);
    await writeBackup(order);
    const server = UseLock.take(places.accounts);
    const connection = openSqlite(places.accounts);
    connection.exec("INSERT INTO user VALUES ('v', 'Eve', 'eve@example.com')");
    expect(await restoreBackup(latest, places)).toMatchObject({ kind: 'staged' });
    expect(await applyStagedRestore(places)).toEqual([]);
    expect(connection.prepare('SELECT count(*) FROM user').pluck().get()).toBe(2);
    connection.close();
    server.release();
    expect(await applyStagedRestore(places)).toHaveLength(2);
    expect(query(places.accounts, 'SELECT id FROM user')).toEqual(['u']);
    expect(await applyStagedRestore(places)).toEqual([]);
  });

  it('leaves no log of before beside the restored database', async () => {
    await using directory = await temporaryDirectory();
    const { places, order, latest } = makePlaces(directory.path);
    await writeBackup(order);
    await writeFile(`${places.accounts}-wal`, 'stale');
    await writeFile(`${places.accounts}-shm`, 'stale');
    await restoreBackup(latest, places);
    const names = await readdir(directory.path);
    expect(names).not.toContain('auth.db-wal');
    expect(names).not.toContain('auth.db-shm');
  });

  it('refuses whatever is no sound backup of ours, and changes nothing', async () => {
    await using directory = await temporaryDirectory();
    const { places, order, latest } = makePlaces(directory.path);
    await writeBackup(order);
    const whole = await readFile(latest);
    const unzipped = gunzipSync(whole);
    const flipped = Buffer.from(unzipped);
    flipped.fill(0xff, 4096 + 8, 4096 + 200);
    const foreign = join(directory.path, 'foreign.db');
    new Sqlite(foreign).exec('CREATE TABLE user (id)').close();
    const hostile: Record<string, Buffer> = {
      empty: Buffer.alloc(0),
      'not gzip': Buffer.from('SQLite format 3\0'),
      truncated: whole.subarray(0, whole.length - 20),
      'gzip of nothing': gzipSync(''),
      'gzip of text': gzipSync('hello'),
      'flipped bytes': gzipSync(flipped),
      'half a database': gzipSync(unzipped.subarray(0, 8192)),
      foreign: gzipSync(await readFile(foreign)),
    };
    const before = await readFile(places.accounts);
    await mkdir(join(directory.path, 'hostile'));
    for (const [name, bytes] of Object.entries(hostile)) {
      const file = join(directory.path, 'hostile', `${name}.gz`);
      await writeFile(file, bytes);
      await expect(restoreBackup(file, places), name).rejects.toThrow(UnsoundDatabaseError);
    }
    await expect(restoreBackup('/nowhere.gz', places)).rejects.toThrow('no such file');
    expect(await readFile(places.accounts)).toEqual(before);
    expect(await readdir(directory.path)).not.toContain('restore-staged');
    expect((await readdir(directory.path)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
