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
CREATE TABLE apiKey (id TEXT PRIMARY KEY, key TEXT, referenceId TEXT, enabled INTEGER, permissions TEXT,
  rateLimitMax INTEGER, expiresAt TEXT);
INSERT INTO user VALUES ('u', 'Ada', 'ada@example.com');
INSERT INTO account VALUES ('w', 'u', 'credential', 'hash');
INSERT INTO session VALUES ('s', 't', 'u', '2999');
INSERT INTO apiKey (id, key, referenceId, enabled, permissions)
  VALUES ('kept', 'a', 'u', 1, ''), ('deleted', 'b', 'u', 1, ''), ('disabled', 'c', 'u', 1, '');`;
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
      withheld: {
        access: { disabledKeys: 2, narrowedKeys: 0, changedAccounts: 0 },
        keptPrivate: 1,
      },
    });
    expect(enabledKeys()).toEqual(['kept']);
    expect(read(places.tables, "SELECT path FROM asset WHERE visibility = 'public'")).toEqual([
      'public.jpg',
    ]);
    expect(read(places.tables, 'SELECT id FROM asset_caution')).toEqual([1]);
    expect(read(places.tables, 'SELECT path FROM asset_reservation')).toEqual([]);
    const told = await takeAppliedRestore(directory.path);
    expect(told?.counts).toBe(
      '2 keys disabled, 0 narrowed; 0 accounts changed; 1 assets kept private',
    );
    expect(told?.report).toMatch(/backup: 2\..*more: 0\..*backup: 1\./);
  });

  it('is said to be nothing where the databases of before cannot be read', async () => {
    await writeFile(places.accounts, Buffer.alloc(8192, 7));
    await rm(places.tables);
    expect(await restoreBackup(latest, places)).toMatchObject({
      withheld: { access: undefined, keptPrivate: undefined },
    });
    expect(enabledKeys()).toEqual(['deleted', 'disabled', 'kept']);
    expect(read(places.tables, 'SELECT id FROM asset_caution')).toEqual([1]);
    const told = await takeAppliedRestore(directory.path);
    expect(told?.report).toContain('could not be compared');
    expect(told?.counts).toBe('no accounts compared; no assets compared');
  });

  const ALL = '{"openinary":["read","write","admin"]}';
  const READ = '{"openinary":["read"]}';
  it.each([
    ['scopes taken away', { permissions: ALL }, { permissions: READ }, { permissions: READ }],
    ['all scopes taken away', { permissions: ALL }, { permissions: null }, { permissions: '{}' }],
    ['scopes given since', { permissions: READ }, { permissions: ALL }, {}],
    [
      'other scopes since',
      { permissions: '{"openinary":["read","write"]}' },
      { permissions: '{"openinary":["admin","read"]}' },
      { permissions: READ },
    ],
    [
      'those of another kind',
      { permissions: '{"openinary":["read"],"__proto__":["read"]}' },
      { permissions: '{"other":["read"],"openinary":["read"]}' },
      { permissions: READ },
    ],
    ['unreadable ones now', { permissions: ALL }, { permissions: '{' }, { enabled: 0 }],
    ['unreadable ones in the backup', { permissions: '[]' }, {}, { enabled: 0 }],
    ['a lower limit', { rateLimitMax: 1000 }, { rateLimitMax: 10 }, { rateLimitMax: 10 }],
    ['a higher limit since', { rateLimitMax: 10 }, { rateLimitMax: 1000 }, {}],
    ['a limit in place of the default', {}, { rateLimitMax: 10 }, { rateLimitMax: 10 }],
    [
      'the default in place of a limit',
      { rateLimitMax: 1000 },
      { rateLimitMax: null },
      { rateLimitMax: null },
    ],
    [
      'an expiry',
      {},
      { expiresAt: '2026-01-01T00:00:00.000Z' },
      { expiresAt: '2026-01-01T00:00:00.000Z' },
    ],
    [
      'an earlier expiry',
      { expiresAt: '2027-01-01T00:00:00.000Z' },
      { expiresAt: '2026-01-01T00:00:00.000Z' },
      { expiresAt: '2026-01-01T00:00:00.000Z' },
    ],
    ['a later expiry since', { expiresAt: '2026-01-01T00:00:00.000Z' }, { expiresAt: null }, {}],
    ['an unreadable expiry', {}, { expiresAt: 'soon' }, { enabled: 0 }],
  ])('is what a key must not do any more: %s', async (_, before, since, wanted) => {
    const set = (columns: Readonly<Record<string, unknown>>) => {
      const names = Object.keys(columns);
      if (names.length === 0) return;
      const database = new Sqlite(places.accounts);
      const assignments = names.map((name) => `${name} = ?`).join();
      database
        .prepare(`UPDATE apiKey SET ${assignments} WHERE id = 'kept'`)
        .run(...Object.values<unknown>(columns));
      database.close();
    };
    set(before);
    await writeBackup({ ...places, directory: join(directory.path, 'backups'), keep: 2 });
    set(since);
    const disables = 'enabled' in wanted;
    const narrows = !disables && Object.keys(wanted).length > 0;
    expect(await restoreBackup(latest, places)).toMatchObject({
      withheld: { access: { disabledKeys: Number(disables), narrowedKeys: Number(narrows) } },
    });
    const database = new Sqlite(places.accounts, { readonly: true });
    const key = database.prepare("SELECT * FROM apiKey WHERE id = 'kept'").get();
    database.close();
    expect(key).toMatchObject({
      ...{ enabled: 1, permissions: '', rateLimitMax: null, expiresAt: null },
      ...before,
      ...wanted,
    });
  });

  it('is every session, and accounts that are back or have an old password are told of', async () => {
    change(
      places.accounts,
      "INSERT INTO user VALUES ('gone', 'Bob', 'bob@example.com'), ('same', 'Eve', 'eve@example.com')",
    );
    await writeBackup({ ...places, directory: join(directory.path, 'backups'), keep: 2 });
    change(
      places.accounts,
      "DELETE FROM user WHERE id = 'gone'; UPDATE account SET password = 'new'",
    );
    expect(await restoreBackup(latest, places)).toMatchObject({
      withheld: { access: { changedAccounts: 2 } },
    });
    expect(read(places.accounts, 'SELECT id FROM session')).toEqual([]);
    expect(read(places.accounts, 'SELECT password FROM account')).toEqual(['hash']);
    expect((await takeAppliedRestore(directory.path))?.report).toContain(
      'password of the backup: 2',
    );
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
    expect(await restoreBackup(latest, places)).toMatchObject({
      withheld: { access: { disabledKeys: 1 } },
    });
    expect(enabledKeys()).toEqual([]);
  });

  it('tells which databases are restored, and which file of a backup is bad', async () => {
    const alone = join(directory.path, 'alone.db.gz');
    await copyFile(latest, alone);
    expect(await restoreBackup(alone, places)).toMatchObject({
      databases: ['accounts'],
      withheld: { access: { disabledKeys: 0 }, keptPrivate: undefined },
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
