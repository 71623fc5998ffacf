import { Injectable, Logger } from '@nestjs/common';
import { ObjectExistsError } from '../../assets/object-store.js';
import { DomainError } from '../../errors/domain-error.js';
import { ERROR_CATALOGUE } from '../../errors/error-catalogue.js';
import { OperationJournal, type BegunOperation, type Operation } from './operation-journal.js';
import { OperationSteps, type OperationCount } from './operation-steps.js';

/** How an operation has ended: it is done, or it can never be and everything is where it was. */
export type Outcome =
  | { readonly kind: 'done'; readonly count: OperationCount }
  | { readonly kind: 'refused'; readonly error: unknown };

/** Does what is left of operations, and strikes out of the journal what has ended, one way or the other. */
@Injectable()
export class OperationAttempts {
  private readonly logger = new Logger(OperationAttempts.name);

  constructor(
    private readonly journal: OperationJournal,
    private readonly steps: OperationSteps,
  ) {}

  /**
   * @param turn whether the turn on the paths has been kept since the operation was begun.
   * @throws when it has failed half way, and is to be tried again.
   */
  async attempt(
    begun: BegunOperation,
    turn: 'kept' | 'new',
    signal?: AbortSignal,
  ): Promise<Outcome> {
    const outcome = await this.outcomeOf(begun, turn, signal);
    await this.journal.end(begun);
    return outcome;
  }

  private async outcomeOf(
    { operation }: BegunOperation,
    turn: 'kept' | 'new',
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    try {
      return { kind: 'done', count: await this.steps.run(operation, signal) };
    } catch (error) {
      // The destination of a move is taken: nothing has been changed.
      const untouched = error instanceof ObjectExistsError && operation.kind !== 'copy-folder';
      if (untouched) return { kind: 'refused', error };
      if (!isFinal(error) && !(operation.kind === 'copy-folder' && turn === 'kept')) throw error;
      const undone = await this.undo(operation, turn);
      if (undone === undefined) throw error;
      if (!undone)
        this.logger.error({
          msg: 'an operation that cannot be finished cannot be undone either; POST /storage/reindex finds what lies where',
          kind: operation.kind,
          path: operation.from.value,
          err: error,
        });
      return { kind: 'refused', error };
    }
  }

  /** Whether what was done could be taken back; undefined when that has failed, too, and is to be tried again. */
  private async undo(operation: Operation, turn: 'kept' | 'new'): Promise<boolean | undefined> {
    try {
      return await this.steps.undo(operation, turn);
    } catch (error) {
      const { kind } = operation;
      this.logger.warn({ msg: 'an operation could not be undone yet', kind, err: error });
      return undefined;
    }
  }
}

/** Whether trying again cannot help: it is what was asked for that is wrong, not the store or the database. */
function isFinal(error: unknown): boolean {
  if (error instanceof ObjectExistsError) return true;
  return error instanceof DomainError && ERROR_CATALOGUE[error.code].status < 500;
}
