import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabases, type TestDatabases } from '../../test/support/test-database.js';
import { AssetPath } from './asset-path.js';
import { WriteOrder } from './write-order.js';

const paths = (...texts: readonly string[]) => texts.map((text) => AssetPath.parse(text));

describe('WriteOrder', () => {
  let databases: TestDatabases;
  beforeAll(async () => {
    databases = await testDatabases('sqlite');
  });
  afterAll(() => databases[Symbol.asyncDispose]());

  const inOrder = async (claims: readonly (readonly string[])[]) => {
    const order = new WriteOrder(await databases.open());
    const log: string[] = [];
    await Promise.all(
      claims.map((claim, index) =>
        order.inTurn(paths(...claim), async () => {
          log.push(`+${index}`);
          await wait(5);
          log.push(`-${index}`);
        }),
      ),
    );
    return log.join(' ');
  };

  it('lets writers of other paths work at the same time', async () => {
    for (const claims of [
      ['a', 'b'],
      ['f/a', 'f/b', 'f-1'],
    ]) {
      const order = new WriteOrder(await databases.open());
      const { promise: together, resolve } = Promise.withResolvers<undefined>();
      let working = 0;
      const works = claims.map((claim) =>
        order.inTurn(paths(claim), () => {
          working += 1;
          if (working === claims.length) resolve(undefined);
          return together;
        }),
      );
      await Promise.all(works);
      expect(working).toBe(claims.length);
    }
  });

  it('lets writers of one path, and of a folder around it, wait', async () => {
    expect(await inOrder([['a'], ['a']])).toBe('+0 -0 +1 -1');
    expect(await inOrder([['f/g/a'], ['f']])).toBe('+0 -0 +1 -1');
    expect(await inOrder([['f'], ['f/g/a']])).toBe('+0 -0 +1 -1');
  });

  it('serves first who came first, crossed claims included', async () => {
    const crossed = [['a', 'b'], ['b', 'a'], ['b', 'c'], ['c']];
    expect(await inOrder(crossed)).toBe('+0 -0 +1 -1 +2 -2 +3 -3');
  });

  it('lets a turn last beyond its answer', async () => {
    const order = new WriteOrder(await databases.open());
    const log: string[] = [];
    const { promise: later, resolve: finish } = Promise.withResolvers<undefined>();
    const failure = order.inTurn(paths('a'), (hold) => {
      hold(later.then(() => log.push('finished')));
      return Promise.reject(new Error('no'));
    });
    const next = order.inTurn(paths('a'), () => Promise.resolve(log.push('next')));
    await expect(failure).rejects.toThrow('no');
    expect(log).toEqual([]);
    finish(undefined);
    await next;
    expect(log).toEqual(['finished', 'next']);
  });

  it('goes on after a failure, and past who has left', async () => {
    const order = new WriteOrder(await databases.open());
    const failure = order.inTurn(paths('a'), () => Promise.reject(new Error('no')));
    const left = order.inTurn(paths('a'), () => Promise.resolve('never'), AbortSignal.abort());
    const next = order.inTurn(paths('a'), () => Promise.resolve('done'));
    await expect(failure).rejects.toThrow('no');
    await expect(left).rejects.toThrow();
    expect(await next).toBe('done');
  });
});

describe('WriteOrder of several processes', () => {
  let databases: TestDatabases;
  beforeAll(async () => {
    databases = await testDatabases('postgres');
  }, 60_000);
  afterAll(() => databases[Symbol.asyncDispose]());

  const processes = async () => {
    const environment = await databases.environment();
    const opened = [await databases.open(environment), await databases.open(environment)];
    return opened.map((database) => ({ database, order: new WriteOrder(database) }));
  };

  it('has one writer of a path, or of a folder with all below it, at a time', async () => {
    const [one, other] = await processes();
    const writers = new Map<string, number>();
    const claims = [['f/a'], ['f'], ['f/g/b', 'f/a'], ['f/a', 'f/g/b'], ['f/g'], ['x']];
    let together = 0;
    let most = 0;
    const work = Array.from({ length: 48 }, async (_, number) => {
      const claim = claims[number % claims.length] ?? [];
      await (number % 2 === 0 ? one : other)?.order.inTurn(paths(...claim), async () => {
        for (const [path, count] of writers) {
          const overlaps = claim.some(
            (mine) => mine === path || mine.startsWith(`${path}/`) || path.startsWith(`${mine}/`),
          );
          if (overlaps && count > 0) throw new Error(`${claim.join()} beside ${path}`);
        }
        together += 1;
        most = Math.max(most, together);
        for (const path of claim) writers.set(path, (writers.get(path) ?? 0) + 1);
        await wait(number % 5);
        for (const path of claim) writers.set(path, (writers.get(path) ?? 0) - 1);
        together -= 1;
      });
    });
    await Promise.all(work);
    expect(most).toBeGreaterThan(1);
  }, 60_000);

  it('does not wait for a process that has died, and lets who waits leave', async () => {
    const [one, other] = await processes();
    const begun = Promise.withResolvers<undefined>();
    const ended = Promise.withResolvers<undefined>();
    const forever = one?.order.inTurn(paths('a'), async () => {
      begun.resolve(undefined);
      await ended.promise;
    });
    await begun.promise;
    const leaving = new AbortController();
    const left = other?.order.inTurn(paths('a'), () => Promise.resolve('never'), leaving.signal);
    const next = other?.order.inTurn(paths('a'), () => Promise.resolve('done'));
    setTimeout(() => leaving.abort(new Error('left')), 100);
    await expect(left).rejects.toThrow('left');
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like '%pg_advisory_lock(%' and state = 'idle'`.execute(
      other?.database.tables<unknown>() ?? never(),
    );
    expect(await next).toBe('done');
    ended.resolve(undefined);
    await forever;
  }, 60_000);
});

function never(): never {
  throw new Error('There is no such process.');
}
