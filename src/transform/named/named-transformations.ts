import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { Subject, type Observable } from 'rxjs';
import { Database, type Migrations } from '../../database/database.js';
import { DomainError } from '../../errors/domain-error.js';
import { Announcements } from '../../redis/announcements.js';

/** Names that one server keeps: all of them are held in memory. */
const MOST_NAMES = 1_000;
/** What processes tell each other of names that have changed. */
const TOPIC = 'named-transformations';
/** How often they are read while it is not certain that they are as remembered, ms. */
const LOOK_MS = 1_000;

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
export class NamedTransformations implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(NamedTransformations.name);
  private readonly tables: Kysely<NameTables>;
  private readonly changed = new Subject<void>();
  private names = new Map<string, NamedTransformation>();
  /** Counts the readings as they begin: what the one says that began last is what holds, whichever ends last. */
  private begun = 0;
  /** The last of them that has succeeded. */
  private read = 0;
  private underWay = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {
    this.tables = database.tables<NameTables>();
  }

  async onModuleInit(): Promise<void> {
    await this.database.migrate('named_transformations', MIGRATIONS);
    // Before they are read for the first time: of a change beside that we hear.
    this.announcements.hear(TOPIC, () => this.loadAgain());
    this.announcements.missed.subscribe(() => void this.loadAgain());
    await this.load();
    this.timer = setInterval(() => this.lookAgain(), LOOK_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
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
    await this.andTell(
      this.tables
        .insertInto('named_transformation')
        .values({ name, ...row })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute(),
    );
    return named;
  }

  /** @returns whether there was such a name. */
  async delete(name: string): Promise<boolean> {
    const row = await this.andTell(
      this.tables
        .deleteFrom('named_transformation')
        .where('name', '=', name)
        .returning('name')
        .executeTakeFirst(),
    );
    return row !== undefined;
  }

  /** Has everybody read them after a change; one that fails may have been made, and only its answer lost. */
  private async andTell<T>(change: Promise<T>): Promise<T> {
    try {
      return await change;
    } finally {
      await Promise.all([this.loadAgain(), this.announcements.tell(TOPIC, [])]);
    }
  }

  /** Reads them where they could not be read, or others may have changed them without our hearing of it. */
  private lookAgain(): void {
    if (this.underWay > 0) return;
    // The first failure has been logged.
    if (this.read < this.begun || !this.announcements.isHearing)
      void this.load().catch(() => undefined);
  }

  private async loadAgain(): Promise<void> {
    try {
      await this.load();
    } catch (error) {
      this.logger.warn({ msg: 'named transformations could not be read again', err: error });
    }
  }

  private async load(): Promise<void> {
    this.begun += 1;
    const number = this.begun;
    this.underWay += 1;
    const rows = await this.tables
      .selectFrom('named_transformation')
      .selectAll()
      .orderBy('name')
      .execute()
      .finally(() => (this.underWay -= 1));
    if (number < this.read) return;
    this.read = number;
    this.names = new Map(
      rows.map(({ name, transformation, updated_at }) => [
        name,
        { name, transformation, updatedAt: new Date(updated_at) },
      ]),
    );
    this.changed.next();
  }
}
