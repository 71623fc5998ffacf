import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { Reconciliation } from './reconciliation.js';

/** Looks at each start, in the background, what has happened to the store while nobody watched. */
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
    try {
      const count = await this.reconciliation.runUnlessBusy(this.stop.signal);
      if (count === undefined) return;
      const { added, changed, removed } = count;
      if (added + changed + removed > 0)
        this.logger.log({ msg: 'the index agrees with the store', added, changed, removed });
    } catch (error) {
      // What it lists may be out of date until the next time; what is delivered is looked up in the store itself.
      if (!this.stop.signal.aborted)
        this.logger.warn({ msg: 'the index could not be compared with the store', err: error });
    }
  }
}
