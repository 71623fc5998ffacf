import { startPostgres } from './postgres.ts';
import { S3Server } from './s3/s3-server.ts';

/** Where a server can keep what it is given: originals on its disk or in a bucket, the index in SQLite or in Postgres. */
export const STORES = ['disk and SQLite', 'bucket and SQLite', 'bucket and Postgres'] as const;

/** The servers that a store is made of. */
export interface RunningStore extends AsyncDisposable {
  /** What a server of the product needs to use it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts what a store needs. */
export async function startStore(kind: (typeof STORES)[number]): Promise<RunningStore> {
  const s3 = kind.startsWith('bucket') ? await S3Server.start() : undefined;
  const postgres = kind.endsWith('Postgres') ? await startPostgres() : undefined;
  return {
    environment: {
      ...s3?.environment,
      ...(postgres !== undefined && { DATABASE_URL: await postgres.database() }),
    },
    async [Symbol.asyncDispose]() {
      await postgres?.[Symbol.asyncDispose]();
      await s3?.[Symbol.asyncDispose]();
    },
  };
}
