import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { DomainError } from '../../errors/domain-error.js';

const RETRY_AFTER_SECONDS = 2;

/** As many renders at once as keep the CPUs busy, a bounded line behind, and a refusal beyond that. */
@Injectable()
export class RenderSlots {
  private readonly limit: number;
  private readonly longestLine: number;
  private active = 0;
  private readonly line: Waiting[] = [];

  constructor({ RENDER_CONCURRENCY, RENDER_QUEUE_MAX }: Environment) {
    this.limit = RENDER_CONCURRENCY;
    this.longestLine = RENDER_QUEUE_MAX;
  }

  /** How many wait for a slot. */
  get depth(): number {
    return this.line.length;
  }

  /**
   * Runs `work` in a slot, waiting for one in order of arrival.
   * @throws {DomainError} `too-busy` when the line is full.
   */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.enter(signal);
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.active < this.limit) {
      this.active += 1;
      return;
    }
    if (this.line.length >= this.longestLine) {
      throw new DomainError('too-busy', 'Too many renders are waiting already.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    const waiting = Promise.withResolvers<undefined>();
    const giveUp = () => {
      const place = this.line.indexOf(waiting);
      if (place === -1) return;
      this.line.splice(place, 1);
      waiting.reject(signal.reason);
    };
    this.line.push(waiting);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      await waiting.promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  private leave(): void {
    const next = this.line.shift();
    // The slot is handed over, so nobody who arrives in between can take it.
    if (next === undefined) this.active -= 1;
    else next.resolve(undefined);
  }
}

type Waiting = PromiseWithResolvers<undefined>;
