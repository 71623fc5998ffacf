import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { untilTrue } from '../../test/support/queue-client.js';
import { startRedis, type RunningRedis } from '../../test/support/redis.js';
import { testDatabases, type TestDatabases } from '../../test/support/test-database.js';
import type { Environment } from '../config/environment.js';
import { DomainError } from '../errors/domain-error.js';
import { Announcements } from '../redis/announcements.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { AssetCatalog } from './asset-catalog.js';
import { AssetPath } from './asset-path.js';
import { AssetIndex } from './index/asset-index.js';
import { LocalObjectStore } from './local/local-object-store.js';

const HALF_A_MINUTE_MS = 30_000;

describe('AssetCatalog of several processes', () => {
  let redis: RunningRedis;
  let databases: TestDatabases;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    redis = await startRedis();
    databases = await testDatabases('sqlite');
  }, 60_000);
  afterEach(() => vi.useRealTimers());
  afterAll(async () => {
    for (const close of closing) await close();
    await databases[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });

  const open = async (environment: Environment) => {
    const connections = new RedisConnections({ kind: 'url', url: redis.url });
    const announcements = Announcements.among(connections);
    closing.push(async () => {
      announcements.onApplicationShutdown();
      await connections.onApplicationShutdown();
    });
    const index = await AssetIndex.open(await databases.open(environment));
    const catalog = new AssetCatalog(new LocalObjectStore(environment), index, announcements);
    await untilTrue(() => Promise.resolve(announcements.isHearing));
    return { catalog, index };
  };
  /** Two processes that both know an asset. */
  const openTwo = async () => {
    const environment = await databases.environment();
    await writeFile(join(environment.originalsDirectory, 'a.jpg'), 'bytes');
    const path = AssetPath.parse('a.jpg');
    const processes = [await open(environment), await open(environment)] as const;
    for (const { catalog } of processes)
      expect((await catalog.get(path)).visibility).toBe('public');
    return { path, one: processes[0], two: processes[1] };
  };

  it('tells of a change whose answer was lost', async () => {
    const { path, one, two } = await openTwo();
    const mark = one.index.mark.bind(one.index);
    vi.spyOn(one.index, 'mark').mockImplementationOnce(async (...change) => {
      await mark(...change);
      throw new DomainError('unavailable', 'The database does not answer.');
    });
    await expect(one.catalog.mark(path, { visibility: 'private' })).rejects.toThrow();
    for (const { catalog } of [one, two])
      expect((await catalog.get(path)).visibility).toBe('private');
  });

  it('sees within half a minute what a process that died could not tell', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { path, one, two } = await openTwo();
    await one.index.mark(path, { visibility: 'private' });
    vi.advanceTimersByTime(HALF_A_MINUTE_MS);
    expect((await two.catalog.get(path)).visibility).toBe('private');
  });

  it.each(['fails', 'says nothing'])('goes by what it knows while the index %s', async (how) => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { path, two } = await openTwo();
    const find = vi
      .spyOn(two.index, 'find')
      .mockImplementation(() =>
        how === 'fails'
          ? Promise.reject(new DomainError('unavailable', 'The database does not answer.'))
          : new Promise(() => undefined),
      );
    for (let count = 1; count <= 2; count += 1) {
      vi.advanceTimersByTime(HALF_A_MINUTE_MS);
      expect((await two.catalog.get(path)).visibility).toBe('public');
      // For the next half minute it does not ask again.
      await two.catalog.get(path);
      expect(find).toHaveBeenCalledTimes(how === 'fails' ? count : 1);
    }
  });
});
