import { Injectable, Logger } from '@nestjs/common';
import { ObjectExistsError } from '../../assets/object-store.js';
import { DomainError } from '../../errors/domain-error.js';
import { ERROR_CATALOGUE } from '../../errors/error-catalogue.js';
import { OperationJournal, type BegunOperation } from './operation-journal.js';
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

  /** @throws when it has failed half way, and is to be tried again. */
  async attempt(begun: BegunOperation): Promise<Outcome> {
    const outcome = await this.outcomeOf(begun);
    await this.journal.end(begun);
    return outcome;
  }

  private async outcomeOf({ operation }: BegunOperation): Promise<Outcome> {
    try {
      return { kind: 'done', count: await this.steps.run(operation) };
    } catch (error) {
      // The destination is taken: nothing has been changed.
      if (error instanceof ObjectExistsError) return { kind: 'refused', error };
      if (!isFinal(error)) throw error;
      if (!(await this.steps.undo(operation)))
        this.logger.error({
          msg: 'an operation that cannot be finished cannot be undone either; POST /storage/reindex finds what lies where',
          kind: operation.kind,
          path: operation.from.value,
          err: error,
        });
      return { kind: 'refused', error };
    }
  }
}

/** Whether trying again cannot help: it is what was asked for that is wrong, not the store or the database. */
function isFinal(error: unknown): boolean {
  return error instanceof DomainError && ERROR_CATALOGUE[error.code].status < 500;
}
