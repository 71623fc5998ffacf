import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { AuthDatabase } from '../accounts/auth-database.js';

const FLUSH_INTERVAL_MS = 2000;

/** Uses of a key that are not written down yet. */
export interface KeyUses {
  readonly count: number;
  /** ms since the epoch. */
  readonly lastAt: number;
}

interface Use extends KeyUses {
  count: number;
  lastAt: number;
}

/** Gathers when and how often keys are used and writes it down every few seconds, so a request pays no write. */
@Injectable()
export class KeyUse implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(KeyUse.name);
  private pending = new Map<string, Use>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: AuthDatabase) {}

  onModuleInit(): void {
    this.database.beforeClose(() => this.flush());
    this.timer = setInterval(() => void this.flush(), FLUSH_INTERVAL_MS).unref();
  }

  /** Notes one use of a key, now. */
  note(keyId: string): void {
    const use = this.pending.get(keyId);
    if (use === undefined) {
      this.pending.set(keyId, { count: 1, lastAt: Date.now() });
      return;
    }
    use.count += 1;
    use.lastAt = Date.now();
  }

  /** What is not written down yet of a key's use. */
  pendingOf(keyId: string): KeyUses | undefined {
    return this.pending.get(keyId);
  }

  /** Writes down what was gathered. A failure loses counts, which is logged, and no request. */
  async flush(): Promise<void> {
    if (this.pending.size === 0) return;
    const uses = this.pending;
    this.pending = new Map();
    try {
      await this.database.kysely.transaction().execute(async (transaction) => {
        // In one order in every process, so that none waits for another in a circle.
        for (const [id, { count, lastAt }] of [...uses].sort(([a], [b]) => (a < b ? -1 : 1))) {
          await transaction
            .updateTable('apiKey')
            .set({
              requestCount: sql`coalesce("requestCount", 0) + ${count}`,
              lastRequest: new Date(lastAt).toISOString(),
            })
            .where('id', '=', id)
            .execute();
        }
      });
    } catch (error) {
      this.logger.warn({ err: error, msg: 'key use was not recorded' });
    }
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
