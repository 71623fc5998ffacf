import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { BackupDto } from '../backups/backup.dto.js';

/** Rows of each table of the accounts database. */
export class AccountsTables {
  @ApiProperty({ example: 1, type: 'integer' })
  user!: number;

  @ApiProperty({ example: 2, type: 'integer' })
  session!: number;

  @ApiProperty({ example: 1, type: 'integer' })
  account!: number;

  @ApiProperty({ example: 0, type: 'integer' })
  verification!: number;

  @ApiProperty({ example: 3, type: 'integer' })
  apiKey!: number;
}

/** The accounts database. */
export class DatabaseState {
  /** A file of the server's own, or the Postgres of `DATABASE_URL`. */
  @ApiProperty({ enum: ['sqlite', 'postgres'], example: 'sqlite' })
  engine!: 'sqlite' | 'postgres';

  @ApiProperty({ example: true })
  connected!: boolean;

  /** Whether the files can be written; without that nobody can sign in. Left out on Postgres. */
  @ApiPropertyOptional({ example: true })
  writable?: boolean;

  /** The file, or the name of the database in Postgres. */
  @ApiProperty({ example: '/app/data/auth.db' })
  path!: string;

  /** Bytes of the database's pages, wherever they lie now. */
  @ApiProperty({ example: 118_784, type: 'integer' })
  size!: number;

  /** The file's mode, octal; anything but 600 makes the status `warning`. Left out on Postgres. */
  @ApiPropertyOptional({ example: '600' })
  permissions?: string;

  /** Left out on Postgres. */
  @ApiPropertyOptional({ example: 'wal' })
  journalMode?: string;

  @ApiProperty({ type: () => AccountsTables })
  tables!: AccountsTables;

  /** What SQLite's quick check says, at most a minute old. Left out on Postgres. */
  @ApiPropertyOptional({ example: 'ok' })
  integrity?: string;

  /** The newest backup; left out when there is none, and on Postgres, which has tools of its own for it. */
  @ApiPropertyOptional({ type: () => BackupDto })
  lastBackup?: BackupDto;
}

/** How the accounts database is. */
export class DatabaseHealth {
  @ApiProperty({ enum: ['ok', 'warning'], example: 'ok' })
  status!: 'ok' | 'warning';

  @ApiProperty({ example: '2026-01-31T12:00:00.000Z', format: 'date-time' })
  timestamp!: string;

  @ApiProperty({ type: () => DatabaseState })
  database!: DatabaseState;
}
