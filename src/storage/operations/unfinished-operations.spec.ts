import { afterEach, describe, expect, it, vi } from 'vitest';
import { testDatabases } from '../../../test/support/test-database.js';
import { untilTrue } from '../../../test/support/queue-client.js';
import { AssetPath } from '../../assets/asset-path.js';
import { WriteOrder } from '../../assets/write-order.js';
import { OperationAttempts, type Outcome } from './operation-attempts.js';
import { OperationJournal, type BegunOperation } from './operation-journal.js';
import { UnfinishedOperations } from './unfinished-operations.js';

const MINUTE_MS = 60_000;

describe('UnfinishedOperations', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('are found while the server runs, too, and tried until they are done', async () => {
    await using databases = await testDatabases('sqlite');
    const environment = await databases.environment();
    const database = await databases.open(environment);
    const journal = new OperationJournal(database);
    const attempted: string[] = [];
    const attempt = async ({ operation, ...begun }: BegunOperation): Promise<Outcome> => {
      attempted.push(operation.from.value);
      if (attempted.length === 1) throw new Error('the store is away');
      await journal.end({ operation, ...begun });
      return { kind: 'done', count: { files: 1, variants: 0, jobs: 0 } };
    };
    vi.spyOn(OperationAttempts.prototype, 'attempt').mockImplementation(attempt);
    const attempts = Object.create(OperationAttempts.prototype) as OperationAttempts;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const order = new WriteOrder(database);
    const unfinished = new UnfinishedOperations(journal, attempts, order, environment);
    await unfinished.onModuleInit();
    const left = { kind: 'delete-folder', from: AssetPath.parse('left') } as const;
    const begun = await journal.begin(left);
    // The first look cannot know whether somebody has just begun it.
    vi.advanceTimersByTime(3 * MINUTE_MS);
    await untilTrue(async () => !(await journal.isBegun(begun)));
    expect(attempted).toEqual(['left', 'left']);
    await unfinished.beforeApplicationShutdown();
  });
});
