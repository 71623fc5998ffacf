import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import { Database, type Migrations } from '../../database/database.js';

/** How long an answer is kept, ms. */
const KEPT_FOR = 86_400_000;
/** Answers kept of one actor; the oldest go. */
const MOST_KEPT = 1000;
/** A request that has not said for this long that it is still under way has ended with its process, ms. */
const LEASE = 60_000;

interface RecordTables {
  idempotent_request: {
    /** Actor and key. */
    id: string;
    actor: string;
    /** Digest of what was asked. */
    fingerprint: string;
    /** Names the run that works on it, or did. */
    run: string;
    /** Null while it is under way. */
    status: number | null;
    /** Sealed; null while it is under way, or when it was too long. */
    answer: string | null;
    lease_until: number;
    expires: number;
  };
}

type Row = RecordTables['idempotent_request'];

/** What is known of a request when it comes. */
export type Verdict =
  | { readonly kind: 'begun'; readonly run: string }
  | { readonly kind: 'other-request' }
  | { readonly kind: 'under-way' }
  | { readonly kind: 'done'; readonly status: number; readonly answer: string | null };

/** A request, named by its actor and the key it came with. */
export interface RequestName {
  readonly actor: string;
  readonly key: string;
}

const MIGRATIONS: Migrations = (types) => ({
  '0001-idempotent-request': {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('idempotent_request')
        .addColumn('id', types.text, (column) => column.primaryKey())
        .addColumn('actor', types.text, (column) => column.notNull())
        .addColumn('fingerprint', types.text, (column) => column.notNull())
        .addColumn('run', types.text, (column) => column.notNull())
        .addColumn('status', 'integer')
        .addColumn('answer', types.text)
        .addColumn('lease_until', 'bigint', (column) => column.notNull())
        .addColumn('expires', 'bigint', (column) => column.notNull())
        .execute();
      for (const columns of [['expires'], ['actor', 'expires']]) {
        await db.schema
          .createIndex(`idempotent_request_${columns.join('_')}`)
          .on('idempotent_request')
          .columns(columns)
          .execute();
      }
    },
  },
});

/** Remembers for a day which requests were made under which key, and what they were answered. */
@Injectable()
export class IdempotencyRecords implements OnModuleInit {
  private readonly tables: Kysely<RecordTables>;

  constructor(private readonly database: Database) {
    this.tables = database.tables<RecordTables>();
  }

  async onModuleInit(): Promise<void> {
    await this.database.migrate('idempotency', MIGRATIONS);
  }

  /** Begins a request, unless it was made before or is under way. */
  async begin(name: RequestName, fingerprint: string, now = Date.now()): Promise<Verdict> {
    return this.database.change<RecordTables, Verdict>('idempotency', async (writing) => {
      await writing.deleteFrom('idempotent_request').where('expires', '<=', now).execute();
      const known = await writing
        .selectFrom('idempotent_request')
        .selectAll()
        .where('id', '=', idOf(name))
        .executeTakeFirst();
      if (known !== undefined) {
        const verdict = judge(known, fingerprint, now);
        if (verdict !== undefined) return verdict;
        await writing.deleteFrom('idempotent_request').where('id', '=', known.id).execute();
      }
      return write(writing, name, fingerprint, now);
    });
  }

  /** Says that a run is still under way. */
  async renew(run: string): Promise<void> {
    await this.tables
      .updateTable('idempotent_request')
      .set({ lease_until: Date.now() + LEASE })
      .where('run', '=', run)
      .execute();
  }

  /** Notes what a run was answered; `answer` is null when it is too long to be kept. */
  async finish(run: string, status: number, answer: string | null): Promise<void> {
    await this.tables
      .updateTable('idempotent_request')
      .set({ status, answer })
      .where('run', '=', run)
      .execute();
  }

  /** Forgets a run that failed: it may be tried again. */
  async forget(run: string): Promise<void> {
    await this.tables.deleteFrom('idempotent_request').where('run', '=', run).execute();
  }
}

/** Undefined when the run of before has ended without an answer. */
function judge(known: Row, fingerprint: string, now: number): Verdict | undefined {
  if (known.fingerprint !== fingerprint) return { kind: 'other-request' };
  if (known.status !== null) return { kind: 'done', status: known.status, answer: known.answer };
  return known.lease_until > now ? { kind: 'under-way' } : undefined;
}

async function write(
  writing: Transaction<RecordTables>,
  name: RequestName,
  fingerprint: string,
  now: number,
): Promise<Verdict> {
  const { actor } = name;
  const run = randomUUID();
  await writing
    .insertInto('idempotent_request')
    .values({
      id: idOf(name),
      actor,
      fingerprint,
      run,
      status: null,
      answer: null,
      lease_until: now + LEASE,
      expires: now + KEPT_FOR,
    })
    .execute();
  const excess = await writing
    .selectFrom('idempotent_request')
    .select('id')
    .where('actor', '=', actor)
    .where('status', 'is not', null)
    .orderBy('expires', 'desc')
    .limit(100)
    .offset(MOST_KEPT)
    .execute();
  if (excess.length > 0) {
    const ids = excess.map(({ id }) => id);
    await writing.deleteFrom('idempotent_request').where('id', 'in', ids).execute();
  }
  return { kind: 'begun', run };
}

function idOf({ actor, key }: RequestName): string {
  return `${actor} ${key}`;
}
