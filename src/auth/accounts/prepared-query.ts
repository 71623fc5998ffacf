import type { CompiledQuery, Kysely } from 'kysely';
import type { AuthDatabase, AuthTables } from './auth-database.js';

/** A statement in the making, with any values in the place of its parameters. */
interface Compilable<Row> {
  compile(): CompiledQuery<Row>;
}

/**
 * A statement of the accounts database that is asked again and again: put together once, and on SQLite run without waiting
 * in line, which is most of what asking costs.
 */
export class PreparedQuery<Row> {
  private ask: ((parameters: readonly unknown[]) => Promise<readonly Row[]>) | undefined;

  constructor(
    private readonly database: AuthDatabase,
    private readonly build: (kysely: Kysely<AuthTables>) => Compilable<Row>,
  ) {}

  /** The rows found with these values, in the order in which the statement names them. */
  rows(...parameters: readonly unknown[]): Promise<readonly Row[]> {
    // Not before the first time: the tables are made after this is.
    this.ask ??= this.prepare();
    return this.ask(parameters);
  }

  private prepare(): (parameters: readonly unknown[]) => Promise<readonly Row[]> {
    const { file, kysely } = this.database;
    const query = this.build(kysely).compile();
    if (file !== undefined) {
      const statement = file.prepare<unknown[], Row>(query.sql);
      // In a promise, so that a database that fails is the request's failure and not the guard's.
      return async (parameters) => Promise.resolve(statement.all(...parameters));
    }
    return async (parameters) => (await kysely.executeQuery<Row>({ ...query, parameters })).rows;
  }
}
