import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/database.js';
import { HealthCheck } from './health-check.js';
import type { ComponentHealth } from './health.dto.js';

/** Whether the product's own tables can be read and written. What is only delivered needs no writing. */
@Injectable()
export class DatabaseHealth extends HealthCheck {
  override readonly name = 'database';

  constructor(private readonly database: Database) {
    super();
  }

  override async check(): Promise<ComponentHealth> {
    await sql`select 1`.execute(this.database.tables<unknown>());
    return this.database.writable
      ? { status: 'up' }
      : { status: 'degraded', reason: 'can only be read' };
  }
}
