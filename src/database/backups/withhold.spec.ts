import { copyFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  temporaryDirectory,
  type TemporaryDirectory,
} from '../../../test/support/temporary-directory.ts';
import { restoreBackup, takeAppliedRestore } from './restore.js';
import { noticeLostIndex } from './withhold.js';
import { writeBackup } from './write-backup.js';

const ACCOUNTS = `
CREATE TABLE user (id TEXT PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE session (id TEXT, token TEXT, userId TEXT, expiresAt TEXT);
CREATE TABLE account (id TEXT, userId TEXT, providerId TEXT, password TEXT);
CREATE TABLE verification (id TEXT);
CREATE TABLE apiKey (id TEXT PRIMARY KEY, key TEXT, referenceId TEXT, enabled INTEGER, permissions TEXT);
INSERT INTO user VALUES ('u', 'Ada', 'ada@example.com');
INSERT INTO apiKey VALUES ('kept', 'a', 'u', 1, ''), ('deleted', 'b', 'u', 1, ''), ('disabled', 'c', 'u', 1, '');`;
const TABLES = `
CREATE TABLE migration_assets (name TEXT);
CREATE TABLE asset (path TEXT PRIMARY KEY, visibility TEXT);
CREATE TABLE asset_reservation (path TEXT PRIMARY KEY, visibility TEXT);
INSERT INTO asset VALUES ('now-private.jpg', 'public'), ('public.jpg', 'public'), ('private.jpg', 'private');
INSERT INTO asset_reservation VALUES ('later.jpg', 'public');`;
const SINCE = `
DELETE FROM apiKey WHERE id = 'deleted';
UPDATE apiKey SET enabled = 0 WHERE id = 'disabled';`;

describe('what a restore withholds', () => {
  let directory: TemporaryDirectory;
  let places: { dataDirectory: string; accounts: string; tables: string };
  let latest: string;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    places = {
      dataDirectory: directory.path,
      accounts: join(directory.path, 'auth.db'),
      tables: join(directory.path, 'openinary.db'),
    };
    change(places.accounts, ACCOUNTS);
    change(places.tables, TABLES);
    await writeBackup({ ...places, directory: join(directory.path, 'backups'), keep: 2 });
    latest = join(directory.path, 'backups', 'latest.db.gz');
  });
  afterEach(() => directory[Symbol.asyncDispose]());

  function change(file: string, sql: string): void {
    const database = new Sqlite(file);
    database.exec(sql);
    database.close();
  }
  function read(file: string, sql: string): readonly unknown[] {
    const database = new Sqlite(file, { readonly: true });
    try {
      return database.prepare(sql).pluck().all();
    } finally {
      database.close();
    }
  }
  const enabledKeys = () =>
    read(places.accounts, 'SELECT id FROM apiKey WHERE enabled ORDER BY id');

  it('is each key that was revoked and the publicity of each asset that was made private', async () => {
    change(places.accounts, SINCE);
    change(
      places.tables,
      "UPDATE asset SET visibility = 'private' WHERE path = 'now-private.jpg'; UPDATE asset SET visibility = 'public' WHERE path = 'private.jpg'",
    );
    expect(await restoreBackup(latest, places)).toMatchObject({
      databases: ['accounts', 'tables'],
      withheld: { disabledKeys: 2, keptPrivate: 1 },
    });
    expect(enabledKeys()).toEqual(['kept']);
    expect(read(places.tables, "SELECT path FROM asset WHERE visibility = 'public'")).toEqual([
      'public.jpg',
    ]);
    expect(read(places.tables, 'SELECT id FROM asset_caution')).toEqual([1]);
    expect(read(places.tables, 'SELECT path FROM asset_reservation')).toEqual([]);
    expect((await takeAppliedRestore(directory.path))?.report).toMatch(/backup: 2\..*backup: 1\./);
  });

  it('is said to be nothing where the databases of before cannot be read', async () => {
    await writeFile(places.accounts, Buffer.alloc(8192, 7));
    await rm(places.tables);
    expect(await restoreBackup(latest, places)).toMatchObject({
      withheld: { disabledKeys: undefined, keptPrivate: undefined },
    });
    expect(enabledKeys()).toEqual(['deleted', 'disabled', 'kept']);
    expect(read(places.tables, 'SELECT id FROM asset_caution')).toEqual([1]);
    expect((await takeAppliedRestore(directory.path))?.report).toContain('could not be compared');
  });

  it("leaves the keys as they are where another installation's accounts are replaced", async () => {
    change(places.accounts, "DELETE FROM apiKey; UPDATE user SET id = 'other'");
    await restoreBackup(latest, places);
    expect(enabledKeys()).toEqual(['deleted', 'disabled', 'kept']);
  });

  it('is every other key where there are keys and no account', async () => {
    change(places.accounts, "DELETE FROM user; DELETE FROM apiKey WHERE id <> 'kept'");
    await writeBackup({ ...places, directory: join(directory.path, 'backups'), keep: 2 });
    change(places.accounts, "UPDATE apiKey SET id = 'new', key = 'n'");
    expect(await restoreBackup(latest, places)).toMatchObject({ withheld: { disabledKeys: 1 } });
    expect(enabledKeys()).toEqual([]);
  });

  it('tells which databases are restored, and which file of a backup is bad', async () => {
    const alone = join(directory.path, 'alone.db.gz');
    await copyFile(latest, alone);
    expect(await restoreBackup(alone, places)).toMatchObject({
      databases: ['accounts'],
      withheld: { disabledKeys: 0, keptPrivate: undefined },
    });
    const companion = `${alone}.openinary`;
    await writeFile(companion, 'no gzip');
    await expect(restoreBackup(alone, places)).rejects.toThrow(
      `its companion ${basename(companion)}: it is no complete gzip file`,
    );
  });

  it('is what a start finds in the store beside accounts without their index, and only then', async () => {
    noticeLostIndex(places);
    expect(
      read(places.tables, "SELECT name FROM sqlite_master WHERE name = 'asset_caution'"),
    ).toEqual([]);
    await rm(places.tables);
    noticeLostIndex(places);
    expect(read(places.tables, 'SELECT id FROM asset_caution')).toEqual([1]);
    await rm(places.tables);
    change(places.accounts, 'DELETE FROM user; DELETE FROM apiKey');
    noticeLostIndex(places);
    expect(() => read(places.tables, 'SELECT 1')).toThrow();
  });
});
