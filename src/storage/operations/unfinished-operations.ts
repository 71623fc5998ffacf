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

/** How often it is looked for what nobody finishes, ms. What is found twice in a row is no short work under way. */
const LOOK_MS = 30_000;
/** How long the writers before are waited for; what keeps them for longer than that is at work, ms. */
const PATIENCE_MS = 10_000;

/**
 * Finishes what has been cut short: at start what a crash has, before anything is asked of the store, where one process
 * has it. Where several share it, what is unfinished may just be at work in another of them: it is looked at again in its
 * turn among the writers of its paths, beside the requests. So it is from time to time, for what could not be finished
 * while store or database were away, and for what a process that has died has left to the others.
 */
@Injectable()
export class UnfinishedOperations implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(UnfinishedOperations.name);
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  /** What the last look has found. */
  private found: ReadonlySet<number> = new Set();

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
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.look());
    }, LOOK_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stop.abort();
    await this.running;
  }

  private async look(): Promise<void> {
    try {
      const unfinished = await this.journal.unfinished();
      const before = this.found;
      this.found = new Set(unfinished.map(({ id }) => id));
      await this.finishAll(unfinished.filter(({ id }) => before.has(id)));
    } catch {
      // The database is away, which others tell.
    }
  }

  private async finishAll(unfinished: readonly BegunOperation[]): Promise<void> {
    for (const begun of unfinished) {
      const late = AbortSignal.timeout(PATIENCE_MS);
      const turn = () => this.finish(begun);
      try {
        const signal = AbortSignal.any([this.stop.signal, late]);
        await this.order.inTurn(pathsOf(begun.operation), turn, signal);
      } catch (error) {
        if (this.stop.signal.aborted) return;
        if (error === late.reason) continue;
        // The store is away: a later look tries again.
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
