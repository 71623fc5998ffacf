import type { AccountsTables } from './accountsTables.ts';
import type { BackupDto } from './backupDto.ts';
import type { DatabaseStateEngine } from './databaseStateEngine.ts';

export interface DatabaseState {
  /** A file of the server's own, or the Postgres of `DATABASE_URL`. */
  engine: DatabaseStateEngine;
  connected: boolean;
  /** Whether the files can be written; without that nobody can sign in. Left out on Postgres. */
  writable?: boolean;
  /** The file, or the name of the database in Postgres. */
  path: string;
  /**
     * Bytes of the database's pages, wherever they lie now.
     * @minimum 0
     * @maximum 9007199254740991
     */
  size: number;
  /** The file's mode, octal; anything but 600 makes the status `warning`. Left out on Postgres. */
  permissions?: string;
  /** Left out on Postgres. */
  journalMode?: string;
  tables: AccountsTables;
  /** What SQLite's quick check says, at most a minute old. Left out on Postgres. */
  integrity?: string;
  /** The newest backup; left out when there is none, and on Postgres, which has tools of its own for it. */
  lastBackup?: BackupDto;
}
