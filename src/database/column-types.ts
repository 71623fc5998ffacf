import { sql, type Expression } from 'kysely';
import type { ColumnDataType } from 'kysely';

/** The database that holds the tables: a file of this machine, or a server that several processes share. */
export type DatabaseKind = 'sqlite' | 'postgres';

/** Column types that are the same on both databases to whoever reads and writes them. */
export interface ColumnTypes {
  readonly kind: DatabaseKind;
  /** Text that is compared and sorted by its UTF-8 bytes, whatever language the server of the database speaks. */
  readonly text: ColumnDataType | Expression<unknown>;
  /** A row's number, which the database gives and which only grows. */
  readonly rowNumber: ColumnDataType | Expression<unknown>;
}

/** The types of a database. */
export function columnTypes(kind: DatabaseKind): ColumnTypes {
  if (kind === 'sqlite') return { kind, text: 'text', rowNumber: 'integer' };
  return { kind, text: sql`text collate "C"`, rowNumber: 'bigserial' };
}
