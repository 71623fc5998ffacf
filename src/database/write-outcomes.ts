import type { Statement } from 'better-sqlite3';
import type { SqliteStatement } from 'kysely';
import { isNotKept } from '../errors/system-failures.js';
import type { SqliteConnection } from './open-sqlite.js';

/** While writes fail, one is tried at most this often to see whether they succeed again; ms. */
const TRIAL_INTERVAL_MS = 1000;

/**
 * Knows whether the last write of a connection could be kept. What the system says of a file is not all: a disk that is
 * full, that fails or has become read-only below the file tells at the write.
 */
export class WriteOutcomes {
  private failing = false;
  private triedAt = 0;

  constructor(private readonly connection: SqliteConnection) {}

  /** The statement, with what becomes of its writes taken note of. */
  watch(statement: Statement): SqliteStatement {
    // Of a transaction the commit writes, which by itself counts as reading.
    if (statement.readonly && statement.source !== 'commit') return statement;
    return {
      reader: statement.reader,
      all: (parameters) => this.note(() => statement.all(parameters)),
      run: (parameters) => this.note(() => statement.run(parameters)),
      iterate: (parameters) => statement.iterate(parameters),
    };
  }

  /** Whether writes are kept, as far as is known; after one that was not, another is tried. */
  areKept(): boolean {
    if (this.failing && !this.connection.inTransaction) this.tryAgain();
    return !this.failing;
  }

  private tryAgain(): void {
    const now = performance.now();
    if (now - this.triedAt < TRIAL_INTERVAL_MS) return;
    this.triedAt = now;
    try {
      // A number of the file that nobody uses, as it was.
      const version = Number(this.connection.pragma('user_version', { simple: true }));
      this.note(() => this.connection.pragma(`user_version = ${version}`));
    } catch {
      // Taken note of.
    }
  }

  private note<T>(write: () => T): T {
    try {
      const result = write();
      // Inside a transaction nothing has reached the disk yet.
      if (!this.connection.inTransaction) this.failing = false;
      return result;
    } catch (error) {
      if (isNotKept(error)) this.failing = true;
      throw error;
    }
  }
}
