
/**
 * A file of the server's own, or the Postgres of `DATABASE_URL`.
 */
export type DatabaseStateEngine = typeof DatabaseStateEngine[keyof typeof DatabaseStateEngine];


export const DatabaseStateEngine = {
  sqlite: 'sqlite',
  postgres: 'postgres',
} as const;
