import type { SqliteDatabase, SqliteStatement } from 'kysely';
import type { SqliteConnection } from './open-sqlite.js';
import type { WriteOutcomes } from './write-outcomes.js';

/** Statements kept; the product has fewer, and lists of values make variants of some. */
const MAX_STATEMENTS = 200;
/** What is done in place of a rollback when SQLite has rolled back by itself, as it does when a disk fails or is full. */
const NOTHING = 'select 1 where false';

/** The connection as Kysely uses it, with each statement compiled once rather than at every use. */
export function cachedStatements(
  connection: SqliteConnection,
  outcomes: WriteOutcomes,
): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(wanted) {
      const sql = wanted === 'rollback' && !connection.inTransaction ? NOTHING : wanted;
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = outcomes.watch(connection.prepare(sql));
        if (statements.size >= MAX_STATEMENTS) statements.clear();
        statements.set(sql, statement);
      }
      return statement;
    },
    close() {
      statements.clear();
      connection.close();
    },
  };
}
