import type { AccountsTables } from './accountsTables.ts';
import type { BackupDto } from './backupDto.ts';

export interface DatabaseState {
  connected: boolean;
  path: string;
  /** Bytes of the database's pages, wherever they lie now. */
  size: number;
  /** The file's mode, octal; anything but 600 makes the status `warning`. */
  permissions: string;
  journalMode: string;
  tables: AccountsTables;
  /** What SQLite's quick check says, at most a minute old. */
  integrity: string;
  /** The newest backup; left out when there is none. */
  lastBackup?: BackupDto;
}
