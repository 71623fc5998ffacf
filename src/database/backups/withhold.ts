import Sqlite from 'better-sqlite3';
import { existsSync, statSync } from 'node:fs';
import { openSqlite, type SqliteConnection } from '../open-sqlite.js';
import { UseLock } from '../use-lock.js';
import { narrowKeys } from './narrow-keys.js';
import type { WithheldAccess } from './withheld.js';

/** Says in the index that it may not know every private object of the store; the table is the index's own. */
const BE_CAUTIOUS = `
CREATE TABLE IF NOT EXISTS asset_caution (id integer PRIMARY KEY);
INSERT OR IGNORE INTO asset_caution (id) VALUES (1);`;

/** Keys that are not, as they are and enabled, in the database that is being replaced. */
const DISABLE_KEYS = `
UPDATE main.apiKey SET enabled = 0 WHERE enabled IS NOT 0 AND NOT EXISTS (
  SELECT 1 FROM old.apiKey AS was
  WHERE was.id = main.apiKey.id AND was.key = main.apiKey.key AND was.enabled IS NOT 0)`;

const KEEP_PRIVATE = `
UPDATE main.asset SET visibility = 'private' WHERE visibility = 'public' AND path IN (
  SELECT path FROM old.asset WHERE visibility <> 'public')`;

/** Accounts that are not there now, or not with this password. */
const CHANGED_ACCOUNTS = `
SELECT count(*) FROM main.user AS mine WHERE NOT EXISTS (SELECT 1 FROM old.user WHERE id = mine.id) OR EXISTS (
  SELECT 1 FROM main.account AS way WHERE way.userId = mine.id AND way.password IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM old.account AS was
    WHERE was.userId = way.userId AND was.providerId = way.providerId AND was.password = way.password))`;

/**
 * Disables the keys of a database that is about to be put in force which were deleted or disabled since, and narrows those
 * that were narrowed. Passwords stay as restored, since a lost one is a reason to restore; how many differ is counted.
 * @param replaced the accounts database of now.
 * @returns how many; undefined when the one of now cannot be read or is another installation's, so that all stay.
 */
export function withholdAccess(restored: string, replaced: string): WithheldAccess | undefined {
  return compare(restored, replaced, (database) => {
    if (!isSameInstallation(database)) return undefined;
    const revoked = database.prepare(DISABLE_KEYS).run().changes;
    const { narrowed, disabled } = narrowKeys(database);
    const changedAccounts = database.prepare<[], number>(CHANGED_ACCOUNTS).pluck().get() ?? 0;
    return { disabledKeys: revoked + disabled, narrowedKeys: narrowed, changedAccounts };
  });
}

/** Those that have no account yet cannot be told apart: they are taken for the same. */
function isSameInstallation(database: SqliteConnection): boolean {
  const verdict = database.prepare(`
    SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM main.user)
      OR EXISTS (SELECT 1 FROM main.user WHERE id IN (SELECT id FROM old.user))
      OR EXISTS (SELECT 1 FROM main.apiKey WHERE id IN (SELECT id FROM old.apiKey))`);
  return verdict.get() !== undefined;
}

/**
 * Has what is private now stay private in an index that is about to be put in force, and what it does not know become so.
 * @param replaced the index of now.
 * @returns how many assets it would have made public; undefined when the index of now cannot be read.
 */
export function keepPrivate(restored: string, replaced: string): number | undefined {
  const database = new Sqlite(restored);
  try {
    database.exec(BE_CAUTIOUS);
    // An upload that was under way as the backup was made says nothing of what lies there now.
    if (hasTable(database, 'asset_reservation'))
      database.exec("DELETE FROM asset_reservation WHERE visibility = 'public'");
  } finally {
    database.close();
  }
  return compare(restored, replaced, (both) => both.prepare(KEEP_PRIVATE).run().changes);
}

/**
 * Where the index has been lost but not the accounts, nobody knows which objects were private.
 * @throws {StartupError} when a file cannot be used.
 */
export function noticeLostIndex({ accounts, tables }: { accounts: string; tables: string }): void {
  if (!isNew(tables) || !existsSync(accounts)) return;
  // Whoever has it notices the same, or is a restore, which says so itself.
  const lock = UseLock.tryTake(accounts);
  if (lock === undefined) return;
  try {
    if (isNew(tables) && hasAccounts(accounts)) {
      const database = openSqlite(tables);
      database.exec(BE_CAUTIOUS);
      database.close();
    }
  } finally {
    lock.release();
  }
}

function isNew(tables: string): boolean {
  if (!existsSync(tables) || statSync(tables).size === 0) return true;
  const database = new Sqlite(tables, { readonly: true });
  try {
    return !hasTable(database, 'migration_assets');
  } catch {
    // Damaged or locked: whoever opens it next says so.
    return false;
  } finally {
    database.close();
  }
}

function hasAccounts(accounts: string): boolean {
  const database = openSqlite(accounts);
  try {
    return ['user', 'apiKey'].some(
      (table) =>
        hasTable(database, table) &&
        database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined,
    );
  } finally {
    database.close();
  }
}

function compare<Outcome>(
  restored: string,
  replaced: string,
  work: (database: SqliteConnection) => Outcome | undefined,
): Outcome | undefined {
  if (!existsSync(replaced)) return undefined;
  const database = new Sqlite(restored);
  try {
    database.prepare('ATTACH DATABASE ? AS old').run(replaced);
    return database.transaction(work)(database);
  } catch (error) {
    // Damaged, or not what it should be: it is often why there is a restore at all.
    if (error instanceof Sqlite.SqliteError) return undefined;
    throw error;
  } finally {
    database.close();
  }
}

function hasTable(database: SqliteConnection, name: string): boolean {
  return database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(name) !== undefined;
}
