import { statSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../../errors/domain-error.js';
import { AuthDatabase } from './auth-database.js';
import type { AccountsTables, DatabaseState } from './database-health.dto.js';

/** How long a verdict of the quick check is repeated, ms: it reads the whole file. */
const VERDICT_AGE_MS = 60_000;
const OWNER_ONLY = '600';

/** Looks at the accounts database: that it answers, that it is private, that it is sound. */
@Injectable()
export class DatabaseInspection {
  private verdict: { readonly text: string; readonly at: number } | undefined;

  constructor(private readonly database: AuthDatabase) {}

  /** @throws {DomainError} `unavailable` when the database does not answer. */
  inspect(): Omit<DatabaseState, 'lastBackup'> {
    const { connection } = this.database;
    try {
      const { mode } = statSync(connection.name);
      return {
        connected: true,
        path: connection.name,
        size:
          Number(connection.pragma('page_count', { simple: true })) *
          Number(connection.pragma('page_size', { simple: true })),
        permissions: worstMode(connection.name, mode),
        journalMode: String(connection.pragma('journal_mode', { simple: true })),
        tables: this.counts(),
        integrity: this.integrity(),
      };
    } catch (error) {
      throw new DomainError('unavailable', 'The accounts database does not answer.', {
        cause: error,
      });
    }
  }

  private counts(): AccountsTables {
    const count = (table: string): number =>
      this.database.connection
        .prepare<[], { readonly rows: number }>(`SELECT count(*) AS rows FROM "${table}"`)
        .get()?.rows ?? 0;
    return {
      user: count('user'),
      session: count('session'),
      account: count('account'),
      verification: count('verification'),
      apiKey: count('apiKey'),
    };
  }

  private integrity(): string {
    const now = Date.now();
    if (this.verdict === undefined || now - this.verdict.at > VERDICT_AGE_MS) {
      const text = this.database.connection.pragma('quick_check(1)', { simple: true });
      this.verdict = { text: text === 'ok' ? 'ok' : 'damaged', at: now };
    }
    return this.verdict.text;
  }
}

/** The mode of the file, or of a companion of it that more people than its owner can read. */
function worstMode(file: string, mode: number): string {
  const modes = [mode];
  for (const suffix of ['-wal', '-shm']) {
    const stat = statSync(file + suffix, { throwIfNoEntry: false });
    if (stat !== undefined) modes.push(stat.mode);
  }
  const texts = modes.map((value) => (value & 0o777).toString(8).padStart(3, '0'));
  return texts.find((text) => text !== OWNER_ONLY) ?? OWNER_ONLY;
}
