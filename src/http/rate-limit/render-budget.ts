import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { DomainError } from '../../errors/domain-error.js';
import { clientNetwork } from '../client-ip.js';
import { HitCounter } from './hit-counter.js';

const WINDOW_SECONDS = 60;

/** What anonymous clients may make the server render: `PUBLIC_RENDER_RATE` a minute and address. Cached answers are free. */
@Injectable()
export class RenderBudget {
  constructor(
    private readonly counter: HitCounter,
    private readonly environment: Environment,
  ) {}

  /**
   * Spends one render of a client's budget.
   * @throws {DomainError} `too-many-requests` when it is used up.
   */
  async spend(clientIp: string): Promise<void> {
    const limit = this.environment.PUBLIC_RENDER_RATE;
    if (limit === 0) return;
    const { count, resetSeconds } = await this.counter.hit(
      `render:${clientNetwork(clientIp)}`,
      WINDOW_SECONDS,
    );
    if (count <= limit) return;
    throw new DomainError(
      'too-many-requests',
      `At most ${limit} new renders a minute; what is rendered already is not limited.`,
      { retryAfterSeconds: resetSeconds },
    );
  }
}
