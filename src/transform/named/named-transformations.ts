import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { Subject, type Observable } from 'rxjs';
import { Database, type Migrations } from '../../database/database.js';
import { DomainError } from '../../errors/domain-error.js';
import { Announcements } from '../../redis/announcements.js';

/** Names that one server keeps: all of them are held in memory. */
const MOST_NAMES = 1_000;
/** What processes tell each other of names that have changed. */
const TOPIC = 'named-transformations';

interface NameTables {
  named_transformation: { name: string; transformation: string; updated_at: number };
}

const MIGRATIONS: Migrations = (types) => ({
  '0001-named-transformation': {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('named_transformation')
        .addColumn('name', types.text, (column) => column.primaryKey())
        .addColumn('transformation', 'text', (column) => column.notNull())
        .addColumn('updated_at', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
});

/** A transformation that URLs call by a name. */
export interface NamedTransformation {
  readonly name: string;
  /** Canonical. */
  readonly transformation: string;
  readonly updatedAt: Date;
}

/** Keeps the names that URLs may call transformations by, all of them at hand. */
@Injectable()
export class NamedTransformations implements OnModuleInit {
  private readonly logger = new Logger(NamedTransformations.name);
  private readonly tables: Kysely<NameTables>;
  private readonly changed = new Subject<void>();
  private names = new Map<string, NamedTransformation>();

  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {
    this.tables = database.tables<NameTables>();
  }

  async onModuleInit(): Promise<void> {
    await this.database.migrate('named_transformations', MIGRATIONS);
    await this.load();
    this.announcements.about(TOPIC).subscribe(() => void this.loadAgain());
    this.announcements.missed.subscribe(() => void this.loadAgain());
  }

  /** Tells when a name means something else than before. */
  get changes(): Observable<void> {
    return this.changed;
  }

  /** All of them, in the order of their names. */
  list(): readonly NamedTransformation[] {
    return [...this.names.values()];
  }

  /** What a name stands for; undefined when it stands for nothing. */
  get(name: string): NamedTransformation | undefined {
    return this.names.get(name);
  }

  /**
   * Has a name stand for a transformation, whatever it stood for before.
   * @throws {DomainError} `conflict` when there are too many names.
   */
  async save(name: string, transformation: string): Promise<NamedTransformation> {
    if (!this.names.has(name) && this.names.size >= MOST_NAMES) {
      throw new DomainError('conflict', `A server keeps ${MOST_NAMES} names.`);
    }
    const named: NamedTransformation = { name, transformation, updatedAt: new Date() };
    const row = { transformation, updated_at: named.updatedAt.getTime() };
    await this.tables
      .insertInto('named_transformation')
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
      .execute();
    await this.reload();
    return named;
  }

  /** @returns whether there was such a name. */
  async delete(name: string): Promise<boolean> {
    const row = await this.tables
      .deleteFrom('named_transformation')
      .where('name', '=', name)
      .returning('name')
      .executeTakeFirst();
    await this.reload();
    return row !== undefined;
  }

  private async reload(): Promise<void> {
    await this.load();
    await this.announcements.tell(TOPIC, []);
  }

  private async loadAgain(): Promise<void> {
    try {
      await this.load();
    } catch (error) {
      this.logger.warn({ msg: 'named transformations could not be read again', err: error });
    }
  }

  private async load(): Promise<void> {
    const rows = await this.tables
      .selectFrom('named_transformation')
      .selectAll()
      .orderBy('name')
      .execute();
    this.names = new Map(
      rows.map(({ name, transformation, updated_at }) => [
        name,
        { name, transformation, updatedAt: new Date(updated_at) },
      ]),
    );
    this.changed.next();
  }
}
