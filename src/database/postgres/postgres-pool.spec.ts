import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type RunningPostgres } from '../../../test/support/postgres.js';
import { SilentProxy } from '../../../test/support/silent-proxy.js';
import { PostgresPool } from './postgres-pool.js';

describe('PostgresPool', () => {
  let postgres: RunningPostgres;
  let proxy: SilentProxy;
  let pool: PostgresPool;
  beforeAll(async () => {
    postgres = await startPostgres();
    const url = new URL(await postgres.database());
    proxy = await SilentProxy.start(Number(url.port));
    url.port = new URL(proxy.url).port;
    pool = new PostgresPool(url.href, {
      max: 2,
      statement_timeout: 0,
      connectionTimeoutMillis: 10_000,
      answerTimeoutMillis: 500,
    });
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await proxy[Symbol.asyncDispose]();
    await postgres[Symbol.asyncDispose]();
  });

  it('has all wait for the connections there are, where the server gives no more', async () => {
    const url = new URL(await postgres.database());
    const admin = new PostgresPool(url.href, { max: 1 });
    const client = await admin.connect();
    await client.query('create role guest login connection limit 1');
    client.release();
    url.username = 'guest';
    const guests = new PostgresPool(url.href, { max: 5 });
    const numbers = Array.from({ length: 10 }, (_, number) => number);
    const answers = numbers.map(async (number) => {
      const connection = await guests.connect();
      const { rows } = await connection.query<{ n: number }>(`select ${number} as n`);
      connection.release();
      return rows[0]?.n;
    });
    expect(await Promise.all(answers)).toEqual(numbers);
    for (const each of [admin, guests]) await each.end();
  });

  it('gives up a statement that a silent server does not answer, with its connection, and makes another', async () => {
    const clients = [await pool.connect(), await pool.connect()];
    for (const client of clients) await client.query('select 1');
    proxy.fallSilent();
    const answers = await Promise.allSettled(clients.map((client) => client.query('select 2')));
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    }
    // What a transaction does then.
    await expect(clients[0]?.query('rollback')).rejects.toMatchObject({ code: 'unavailable' });
    for (const client of clients) client.release();
    proxy.speak();
    const again = await pool.connect();
    expect((await again.query('select 3 as three')).rows).toEqual([{ three: 3 }]);
    again.release();
  });
});
