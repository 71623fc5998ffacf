import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { StorageUnavailableError } from '../storage-unavailable.js';

/** How long it must have said nothing before it is given up, ms. */
const TROUBLE_MS = 2_000;
/** Rounds of attempts without an answer: those of the first may have met connections that had died unseen. */
const ROUNDS = 2;
/** After how long a round says nothing of the next, ms. */
const FORGOTTEN_AFTER_MS = 30_000;
/** Between two questions whether it is back, ms. */
const ASK_AGAIN_MS = 500;

/**
 * Knows whether a bucket speaks, so that nobody waits for one that does not. Any answer counts, failures too. One that has
 * been silent is not asked anything but whether it is back, once at a time, and is used again as soon as it answers.
 */
export class Breaker {
  private readonly logger = new Logger('Storage');
  private heardAt = -Infinity;
  private rounds = 0;
  private lastRoundAt = -Infinity;
  private troubleSince = Infinity;
  private openedAt: number | undefined;

  /** @param ask sends the bucket something, whatever this breaker says, and tells `heard` if there is an answer. */
  constructor(private readonly ask: () => Promise<unknown>) {}

  /** How long it has not been used, ms; 0 while it is. */
  get openFor(): number {
    return this.openedAt === undefined ? 0 : performance.now() - this.openedAt;
  }

  /** How long ago it said something, ms. */
  get silentFor(): number {
    return performance.now() - this.heardAt;
  }

  /** @throws {StorageUnavailableError} while the bucket is silent. */
  assertClosed(): void {
    if (this.openedAt !== undefined)
      throw new StorageUnavailableError('The storage cannot be reached.');
  }

  /** The bucket has said something. */
  heard(): void {
    this.heardAt = performance.now();
    this.forget();
    if (this.openedAt === undefined) return;
    this.openedAt = undefined;
    this.logger.log({ msg: 'the storage answers again' });
  }

  /** An attempt has met silence, or nobody to connect to, since a moment of `performance.now()`. */
  missed(since: number): void {
    // Others have been answered meanwhile, or have told of the same.
    if (this.heardAt > since || this.lastRoundAt > since) return;
    if (since - this.lastRoundAt > FORGOTTEN_AFTER_MS) this.forget();
    this.rounds += 1;
    this.lastRoundAt = performance.now();
    this.troubleSince = Math.min(this.troubleSince, since);
    const troubleFor = this.lastRoundAt - this.troubleSince;
    if (this.rounds >= ROUNDS && troubleFor >= TROUBLE_MS) this.open();
  }

  /** A call has met silence since a moment of `performance.now()`, with whatever was tried again. */
  exhausted(since: number): void {
    if (this.heardAt <= since) this.open();
  }

  private forget(): void {
    this.rounds = 0;
    this.troubleSince = Infinity;
  }

  private open(): void {
    if (this.openedAt !== undefined) return;
    this.openedAt = performance.now();
    this.logger.warn({ msg: 'the storage is silent, and is used again once it answers' });
    void this.askUntilHeard();
  }

  private async askUntilHeard(): Promise<void> {
    while (this.openedAt !== undefined) {
      await pause(ASK_AGAIN_MS, undefined, { ref: false });
      // What it meets is told by `heard` or not at all.
      await this.ask().catch(() => undefined);
    }
  }
}
