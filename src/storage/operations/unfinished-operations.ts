import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { WriteOrder } from '../../assets/write-order.js';
import { Environment } from '../../config/environment.js';
import { OperationAttempts } from './operation-attempts.js';
import { OperationJournal, type BegunOperation, type Operation } from './operation-journal.js';

/**
 * Finishes at start what a crash has cut short: before anything is asked of the store, where one process has it. Where
 * several share it, what is unfinished may just be at work in another of them: it is looked at again in its turn among
 * the writers of its paths, beside the requests.
 */
@Injectable()
export class UnfinishedOperations implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(UnfinishedOperations.name);
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly journal: OperationJournal,
    private readonly attempts: OperationAttempts,
    private readonly order: WriteOrder,
    private readonly environment: Environment,
  ) {}

  async onModuleInit(): Promise<void> {
    const { ROLE, DATABASE_URL } = this.environment;
    if (ROLE === 'worker') return;
    await this.journal.prepare();
    const unfinished = await this.journal.unfinished();
    const isCopy = ({ operation }: BegunOperation) => operation.kind === 'copy-folder';
    this.running = this.finishAll(unfinished.filter((begun) => !isCopy(begun)));
    if (DATABASE_URL === undefined) await this.running;
    // A copy may take long, and harms nobody who sees it grow.
    const copies = unfinished.filter(isCopy);
    this.running = this.running.then(() => this.finishAll(copies));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  private async finishAll(unfinished: readonly BegunOperation[]): Promise<void> {
    for (const begun of unfinished) {
      try {
        const turn = () => this.finish(begun);
        await this.order.inTurn(pathsOf(begun.operation), turn, this.stop.signal);
      } catch (error) {
        if (this.stop.signal.aborted) return;
        // The store is away: the next start tries again.
        const { kind } = begun.operation;
        this.logger.error({ msg: 'an operation could not be finished', kind, err: error });
      }
    }
  }

  private async finish(begun: BegunOperation): Promise<void> {
    if (!(await this.journal.isBegun(begun))) return;
    const { kind, from } = begun.operation;
    const outcome = await this.attempts.attempt(begun, 'new', this.stop.signal);
    if (outcome.kind === 'done')
      this.logger.log({ msg: 'finished what a crash had cut short', kind, path: from.value });
  }
}

function pathsOf(operation: Operation) {
  return operation.kind === 'delete-folder' ? [operation.from] : [operation.from, operation.to];
}
