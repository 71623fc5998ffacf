import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { OperationAttempts, type Outcome } from './operation-attempts.js';
import { OperationJournal, type BegunOperation, type Operation } from './operation-journal.js';
import type { OperationCount } from './operation-steps.js';

/** Pauses before what has failed half way is tried again, seconds; {@link UnfinishedOperations} try when they are used up. */
const PAUSES = [2, 4, 8, 16, 30];

/** Does operations, and sees to it that none stays half done because the store went away in the middle. */
@Injectable()
export class OperationRunner implements BeforeApplicationShutdown {
  private readonly logger = new Logger(OperationRunner.name);
  private readonly stop = new AbortController();

  constructor(
    private readonly journal: OperationJournal,
    private readonly attempts: OperationAttempts,
  ) {}

  /**
   * Does an operation.
   * @param signal stops a copy, of which nothing stays then; a move or a deletion goes on.
   * @param hold keeps the turn on its paths until what has failed is finished, so that nobody finds it in between.
   * @throws {ObjectExistsError} when the destination is taken, {DomainError} when it can never be done; all is as it was then.
   */
  async run(
    operation: Operation,
    hold: (until: Promise<unknown>) => void,
    signal?: AbortSignal,
  ): Promise<OperationCount> {
    const begun = await this.journal.begin(operation);
    let outcome: Outcome;
    try {
      outcome = await this.attempts.attempt(begun, 'kept', signal);
    } catch (error) {
      hold(this.finishLater(begun));
      throw error;
    }
    if (outcome.kind === 'refused') throw outcome.error;
    return outcome.count;
  }

  beforeApplicationShutdown(): void {
    this.stop.abort();
  }

  private async finishLater(begun: BegunOperation): Promise<void> {
    const { kind, from } = begun.operation;
    for (const seconds of PAUSES) {
      await pause(seconds * 1000, undefined, { signal: this.stop.signal, ref: false });
      try {
        const outcome = await this.attempts.attempt(begun, 'kept');
        if (outcome.kind === 'done')
          this.logger.log({ msg: 'finished what had failed half way', kind, path: from.value });
        return;
      } catch (error) {
        this.logger.warn({ msg: 'an operation could not be finished yet', kind, err: error });
      }
    }
  }
}
