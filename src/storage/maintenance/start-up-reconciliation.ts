import { setTimeout as pause } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { Reconciliation } from './reconciliation.js';

/** Before the second attempt, and at most; each waits twice as long as the one before. ms. */
const PAUSES = { first: 1_000, longest: 60_000 };

/**
 * Looks at each start, in the background, what has happened to the store while nobody watched; when store or database are
 * away, once they are back.
 */
@Injectable()
export class StartUpReconciliation implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(StartUpReconciliation.name);
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly reconciliation: Reconciliation,
    private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    if (this.environment.ROLE !== 'worker') this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stop;
    for (let wait = PAUSES.first; !signal.aborted; wait = Math.min(wait * 2, PAUSES.longest)) {
      if (await this.isDone()) return;
      // Only the stop cuts it short.
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Compares once; whether that has been done, here or in another process. */
  private async isDone(): Promise<boolean> {
    try {
      const count = await this.reconciliation.runUnlessBusy(this.stop.signal);
      if (count === undefined) return true;
      const { added, changed, removed } = count;
      if (added + changed + removed > 0)
        this.logger.log({ msg: 'the index agrees with the store', added, changed, removed });
      return true;
    } catch (error) {
      // What it lists may be out of date until then; what is delivered is looked up in the store itself.
      if (!this.stop.signal.aborted)
        this.logger.warn({
          msg: 'the index could not be compared with the store; it is tried again',
          err: error,
        });
      return false;
    }
  }
}
