import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilTrue } from '../../../test/support/queue-client.js';
import { startRedis, type RunningRedis } from '../../../test/support/redis.js';
import { testDatabases, type TestDatabases } from '../../../test/support/test-database.js';
import type { Database } from '../../database/database.js';
import { Announcements } from '../../redis/announcements.js';
import { RedisConnections } from '../../redis/redis-connections.js';
import { NamedTransformations } from './named-transformations.js';

describe('NamedTransformations of several processes', () => {
  let redis: RunningRedis;
  let databases: TestDatabases;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    redis = await startRedis();
    databases = await testDatabases('sqlite');
  }, 60_000);
  afterAll(async () => {
    for (const close of closing) await close();
    await databases[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });

  const open = async (database: Database) => {
    const connections = new RedisConnections({ kind: 'url', url: redis.url });
    const announcements = Announcements.among(connections);
    const names = new NamedTransformations(database, announcements);
    closing.push(async () => {
      names.onApplicationShutdown();
      announcements.onApplicationShutdown();
      await connections.onApplicationShutdown();
    });
    await names.onModuleInit();
    await untilTrue(() => Promise.resolve(announcements.isHearing));
    return { names, announcements };
  };
  const openTwo = async () => {
    const environment = await databases.environment();
    const [first, second] = [
      await databases.open(environment),
      await databases.open(environment),
    ] as const;
    return { first, second, one: await open(first), two: await open(second) };
  };

  it('mean the same in each of them when a change is done', async () => {
    const { one, two } = await openTwo();
    for (let width = 1; width <= 50; width += 1) {
      await one.names.save('card', `w_${width}`);
      expect(two.names.get('card')?.transformation).toBe(`w_${width}`);
    }
    expect(await one.names.delete('card')).toBe(true);
    expect(two.names.list()).toEqual([]);
  });

  it('are read again until they can be, where that failed', async () => {
    const { one, two, second } = await openTwo();
    const table = second.tables<{ named_transformation: object }>();
    const rename = (from: string, to: string) => table.schema.alterTable(from).renameTo(to);
    await rename('named_transformation', 'away').execute();
    await two.announcements.tell('named-transformations', []);
    await expect(one.names.save('card', 'w_7')).rejects.toThrow();
    await rename('away', 'named_transformation').execute();
    await table
      .insertInto('named_transformation')
      .values({ name: 'card', transformation: 'w_9', updated_at: 1 })
      .execute();
    await untilTrue(() =>
      Promise.resolve([one, two].every(({ names }) => names.get('card')?.transformation === 'w_9')),
    );
  });

  it('follow changes of the others without Redis, too', async () => {
    const { one, two } = await openTwo();
    await redis.stop();
    await untilTrue(() => Promise.resolve(!two.announcements.isHearing));
    await one.names.save('card', 'w_3');
    await untilTrue(() => Promise.resolve(two.names.get('card') !== undefined));
    await redis.start();
  });
});
