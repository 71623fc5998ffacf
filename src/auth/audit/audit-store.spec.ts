import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  DATABASE_KINDS,
  testDatabases,
  type TestDatabases,
} from '../../../test/support/test-database.ts';
import type { Database } from '../../database/database.js';
import { AuditStore, type AuditRow } from './audit-store.js';
import { RepeatedUses } from './repeated-uses.js';

const ROW: AuditRow = {
  time: '2026-01-01T00:00:00.000Z',
  event: 'api_key.success',
  outcome: 'success',
  reason: null,
  actor_type: 'api-key',
  actor_id: 'u',
  actor_name: 'Website',
  key_id: 'k',
  ip: '127.0.0.1',
  method: 'GET',
  path: '/storage',
  subject: null,
  request_id: 'r',
};

describe.each(DATABASE_KINDS)('AuditStore on %s', (kind) => {
  let databases: TestDatabases;
  let database: Database;
  let store: AuditStore;

  beforeAll(async () => {
    databases = await testDatabases(kind);
  }, 60_000);
  afterAll(() => databases[Symbol.asyncDispose]());
  beforeEach(async () => {
    database = await databases.open();
    store = new AuditStore(database);
    await store.onModuleInit();
  });
  afterEach(() => store.onApplicationShutdown());

  it('finds events by each filter, the newest first, page by page', async () => {
    store.add(ROW);
    store.add({ ...ROW, event: 'sign_out', actor_id: 'v', actor_name: 'Ada', key_id: null });
    store.add({ ...ROW, time: '2026-01-02T00:00:00.000Z' });
    const all = await store.find({ limit: 10 });
    expect(all.map(({ event }) => event)).toEqual([
      'api_key.success',
      'sign_out',
      'api_key.success',
    ]);
    expect(await store.find({ limit: 10, event: 'sign_out' })).toHaveLength(1);
    expect(await store.find({ limit: 10, actor: 'Ada' })).toHaveLength(1);
    expect(await store.find({ limit: 10, actor: 'u' })).toHaveLength(2);
    expect(await store.find({ limit: 10, keyId: 'k' })).toHaveLength(2);
    expect(await store.find({ limit: 10, from: '2026-01-02T00:00:00.000Z' })).toHaveLength(1);
    expect(await store.find({ limit: 10, to: '2026-01-02T00:00:00.000Z' })).toHaveLength(2);
    expect(await store.find({ limit: 10, before: all[0]?.id })).toHaveLength(2);
    expect(await store.find({ limit: 1 })).toHaveLength(1);
  });

  it('writes what is pending before the database closes', async () => {
    const environment = await databases.environment();
    const closing = await databases.open(environment);
    const last = new AuditStore(closing);
    await last.onModuleInit();
    last.add(ROW);
    last.onApplicationShutdown();
    await closing.onApplicationShutdown();
    const next = new AuditStore(await databases.open(environment));
    await next.onModuleInit();
    expect(await next.find({ limit: 10 })).toHaveLength(1);
    next.onApplicationShutdown();
  });

  it('keeps a bounded number of events', async () => {
    for (let round = 0; round < 12; round += 1) {
      for (let index = 0; index < 9_000; index += 1) store.add(ROW);
      await store.flush();
    }
    const [newest] = await store.find({ limit: 1 });
    const kept = await database
      .tables<{ audit: AuditRow }>()
      .selectFrom('audit')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(newest?.id).toBe(108_000);
    expect(kept.count).toBe(100_000);
  }, 60_000);
});

describe('RepeatedUses', () => {
  it('takes the same for a repetition for a minute', () => {
    let now = 0;
    const uses = new RepeatedUses(() => now);
    expect(uses.isRepeat('a')).toBe(false);
    expect(uses.isRepeat('a')).toBe(true);
    expect(uses.isRepeat('b')).toBe(false);
    now = 60_000;
    expect(uses.isRepeat('a')).toBe(false);
  });
});
