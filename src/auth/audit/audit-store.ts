import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { Database, type Migrations } from '../../database/database.js';

/** Events kept; older ones are in the log only. */
const MAX_ROWS = 100_000;
/** Events that wait to be written; beyond it they are in the log only, so a flood cannot fill the memory. */
const MAX_PENDING = 10_000;
const FLUSH_INTERVAL_MS = 500;
/** Rows of one insert; SQLite binds at most 32 766 values in a statement. */
const ROWS_PER_INSERT = 500;

/** An event as it is kept: what is unknown is null. */
export interface AuditRow {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly event: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly actor_type: string | null;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly key_id: string | null;
  readonly ip: string | null;
  readonly method: string | null;
  readonly path: string | null;
  readonly subject: string | null;
  readonly request_id: string | null;
}

/** An event in the table: ids grow with time. */
export interface StoredAuditRow extends AuditRow {
  readonly id: number;
}

/** Which events are asked for. */
export interface AuditFilter {
  readonly event?: string | undefined;
  /** An actor's id or name. */
  readonly actor?: string | undefined;
  readonly keyId?: string | undefined;
  /** ISO 8601, included. */
  readonly from?: string | undefined;
  /** ISO 8601, not included. */
  readonly to?: string | undefined;
  /** Only events older than this id. */
  readonly before?: number | undefined;
  readonly limit: number;
}

interface AuditTables {
  audit: AuditRow & { readonly id?: number };
}

const TEXT_COLUMNS = [
  'reason',
  'actor_type',
  'actor_id',
  'actor_name',
  'key_id',
  'ip',
  'method',
  'path',
  'subject',
  'request_id',
] as const;

const MIGRATIONS: Migrations = (types) => ({
  '0001-audit': {
    up: async (db: Kysely<unknown>) => {
      let table = db.schema
        .createTable('audit')
        .addColumn('id', types.rowNumber, (column) =>
          types.kind === 'sqlite' ? column.primaryKey().autoIncrement() : column.primaryKey(),
        )
        .addColumn('time', types.text, (column) => column.notNull())
        .addColumn('event', types.text, (column) => column.notNull())
        .addColumn('outcome', types.text, (column) => column.notNull());
      for (const name of TEXT_COLUMNS) table = table.addColumn(name, types.text);
      await table.execute();
      for (const name of ['time', 'event', 'actor_id', 'key_id']) {
        await db.schema.createIndex(`audit_${name}`).on('audit').columns([name, 'id']).execute();
      }
    },
  },
});

/** Keeps the newest security events. They are gathered and written together, so a request waits for no disk. */
@Injectable()
export class AuditStore implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(AuditStore.name);
  private readonly tables: Kysely<AuditTables>;
  private pending: AuditRow[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {
    this.tables = database.tables<AuditTables>();
  }

  async onModuleInit(): Promise<void> {
    await this.database.migrate('audit', MIGRATIONS);
    this.database.beforeClose(() => this.flush());
    this.timer = setInterval(() => void this.flush(), FLUSH_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Has an event written soon. */
  add(row: AuditRow): void {
    if (this.pending.length < MAX_PENDING) this.pending.push(row);
  }

  /** Writes what was gathered; a failure is logged and loses rows of the table, never lines of the log. */
  async flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    await this.writing;
  }

  /** Events, the newest first. */
  async find(filter: AuditFilter): Promise<readonly StoredAuditRow[]> {
    await this.flush();
    const { event, actor, keyId, from, to, before, limit } = filter;
    let query = this.tables.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
    if (event !== undefined) query = query.where('event', '=', event);
    if (keyId !== undefined) query = query.where('key_id', '=', keyId);
    if (from !== undefined) query = query.where('time', '>=', from);
    if (to !== undefined) query = query.where('time', '<', to);
    if (before !== undefined) query = query.where('id', '<', before);
    if (actor !== undefined) {
      query = query.where((eb) =>
        eb.or([eb('actor_id', '=', actor), eb('actor_name', '=', actor)]),
      );
    }
    const rows = await query.execute();
    return rows.map((row) => ({ ...row, id: row.id ?? 0 }));
  }

  private async write(): Promise<void> {
    const rows = this.pending;
    if (rows.length === 0) return;
    this.pending = [];
    try {
      await this.tables.transaction().execute(async (transaction) => {
        for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
          await transaction
            .insertInto('audit')
            .values(rows.slice(start, start + ROWS_PER_INSERT))
            .execute();
        }
        await transaction
          .deleteFrom('audit')
          .where('id', '<=', sql<number>`(select max(id) from audit) - ${MAX_ROWS}`)
          .execute();
      });
    } catch (error) {
      this.logger.error({ err: error, msg: 'audit events were not stored' });
    }
  }
}
