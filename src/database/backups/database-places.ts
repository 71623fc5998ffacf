import { resolve } from 'node:path';
import type { Environment } from '../../config/environment.js';
import { loadEnvironment } from '../../config/load-environment.js';
import { StartupError } from '../../config/startup-error.js';
import type { DatabasePlaces } from './restore.js';
import type { BackupOrder } from './write-backup.js';

/** Where this environment's databases lie. */
export function placesOf({
  DATA_DIR,
  authDatabasePath,
  databasePath,
}: Environment): DatabasePlaces {
  return {
    dataDirectory: resolve(DATA_DIR),
    accounts: resolve(authDatabasePath),
    tables: resolve(databasePath),
  };
}

/** The backup this environment asks for, into its own directory unless another is named. */
export function orderOf(environment: Environment, directory?: string): BackupOrder {
  const { accounts, tables } = placesOf(environment);
  return {
    accounts,
    tables,
    directory: resolve(directory ?? environment.backupDirectory),
    keep: environment.MAX_BACKUPS,
  };
}

/**
 * The environment of a script that works on the files of SQLite.
 * @throws {StartupError} when the databases are in Postgres, which has tools of its own.
 */
export function environmentOfFiles(): Environment {
  const environment = loadEnvironment();
  if (environment.DATABASE_URL === undefined) return environment;
  throw new StartupError(
    'DATABASE_URL is set: the databases are in Postgres; use pg_dump -Fc and pg_restore',
  );
}
