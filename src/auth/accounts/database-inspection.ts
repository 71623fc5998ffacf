import { statSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { SqliteConnection } from '../../database/open-sqlite.js';
import { DomainError } from '../../errors/domain-error.js';
import { AuthDatabase } from './auth-database.js';
import type { AccountsTables, DatabaseState } from './database-health.dto.js';

/** How long a verdict of the quick check is repeated, ms: it reads the whole file. */
const VERDICT_AGE_MS = 60_000;
const RETRY_AFTER_SECONDS = 5;
const OWNER_ONLY = '600';

type State = Omit<DatabaseState, 'lastBackup'>;

/** Looks at the accounts database: that it answers, that it is private, that it is sound. */
@Injectable()
export class DatabaseInspection {
  private verdict: { readonly text: string; readonly at: number } | undefined;

  constructor(private readonly database: AuthDatabase) {}

  /** @throws {DomainError} `unavailable` when the database does not answer. */
  async inspect(): Promise<State> {
    const { file } = this.database;
    try {
      return file === undefined ? await this.inspectServer() : await this.inspectFile(file);
    } catch (error) {
      throw new DomainError('unavailable', 'The accounts database does not answer.', {
        cause: error,
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
  }

  private async inspectFile(file: SqliteConnection): Promise<State> {
    const { mode } = statSync(file.name);
    return {
      engine: 'sqlite',
      connected: true,
      writable: this.database.writable,
      path: file.name,
      size:
        Number(file.pragma('page_count', { simple: true })) *
        Number(file.pragma('page_size', { simple: true })),
      permissions: worstMode(file.name, mode),
      journalMode: String(file.pragma('journal_mode', { simple: true })),
      tables: await this.counts(),
      integrity: this.integrity(file),
    };
  }

  /** A server looks after its files itself: there is no mode, no journal and no check to tell of. */
  private async inspectServer(): Promise<State> {
    const { rows } = await sql<{ readonly name: string; readonly size: number }>`
      select current_database() as name, pg_database_size(current_database()) as size
    `.execute(this.database.kysely);
    const [database] = rows;
    return {
      engine: 'postgres',
      connected: true,
      path: database?.name ?? '',
      size: database?.size ?? 0,
      tables: await this.counts(),
    };
  }

  private async counts(): Promise<AccountsTables> {
    const { kysely } = this.database;
    const count = async (table: keyof AccountsTables): Promise<number> => {
      const { rows } = await kysely
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow();
      return rows;
    };
    return {
      user: await count('user'),
      session: await count('session'),
      account: await count('account'),
      verification: await count('verification'),
      apiKey: await count('apiKey'),
    };
  }

  private integrity(file: SqliteConnection): string {
    const now = Date.now();
    if (this.verdict === undefined || now - this.verdict.at > VERDICT_AGE_MS) {
      const text = file.pragma('quick_check(1)', { simple: true });
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
