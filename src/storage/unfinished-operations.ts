import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ObjectExistsError } from '../assets/object-store.js';
import { Environment } from '../config/environment.js';
import { OperationJournal, type BegunOperation } from './operation-journal.js';
import { OperationSteps } from './operation-steps.js';

/** Finishes at start what a crash has cut short, before anything is asked of the store. */
@Injectable()
export class UnfinishedOperations implements OnModuleInit {
  private readonly logger = new Logger(UnfinishedOperations.name);

  constructor(
    private readonly journal: OperationJournal,
    private readonly steps: OperationSteps,
    private readonly environment: Environment,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.environment.ROLE === 'worker') return;
    await this.journal.prepare();
    for (const begun of await this.journal.unfinished()) await this.finish(begun);
  }

  private async finish(begun: BegunOperation): Promise<void> {
    const { kind, from } = begun.operation;
    try {
      await this.steps.run(begun.operation);
      await this.journal.end(begun);
      this.logger.log({ msg: 'finished what a crash had cut short', kind, path: from.value });
    } catch (error) {
      // The destination has been taken meanwhile: everything stays where it is.
      if (error instanceof ObjectExistsError) await this.journal.end(begun);
      // The store is away: the next start tries again.
      else this.logger.error({ msg: 'an operation could not be finished', kind, err: error });
    }
  }
}
