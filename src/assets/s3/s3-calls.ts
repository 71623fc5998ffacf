import type { Agent } from 'node:http';
import {
  HeadBucketCommand,
  type $Command,
  type S3Client,
  type S3ClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-s3';
import { Logger } from '@nestjs/common';
import { Breaker } from './breaker.js';
import {
  CALL_LIMITS,
  SILENCE_MS,
  type CallKind,
  type CallLimit,
  type Connections,
} from './call-limits.js';
import { StorageUnavailableError } from '../storage-unavailable.js';
import { isAbsence, isSilence, NO_BUCKET, toUnavailable } from './s3-failures.js';

/** The same trouble is logged at most this often, ms. */
const LOG_INTERVAL = 10_000;
/** How often it is looked after calls that may take long, and after how long without a word the bucket is asked; ms. */
const LOOK_MS = 2_500;
const QUIET_MS = 4_000;
/** How long a bucket that was there is taken to be so, ms. */
const THERE_FOR = 5_000;

/** What sends to a bucket, by the connections that are used. */
export type S3Clients = Readonly<Record<Connections, S3Client>>;

/** Sends commands to one bucket, within limits of time, and turns what goes wrong into errors of the product. */
export class S3Calls {
  /** Whether the bucket speaks. */
  readonly breaker = new Breaker(() => this.ask());
  private asking: Promise<unknown> | undefined;
  private thereUntil = 0;
  private readonly logger = new Logger('Storage');
  private readonly loggedAt = new Map<string, number>();

  constructor(
    private readonly clients: S3Clients,
    /** Names the bucket in every command. */
    readonly bucket: string,
    /** What keeps their connections. */
    private readonly agents: readonly Agent[],
  ) {
    for (const client of Object.values(clients)) this.watch(client);
  }

  /**
   * Sends a command, again where the trouble may pass, for as long as its kind may take.
   * @throws what the SDK throws; the signal's reason when it has been aborted.
   */
  async send<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    kind: CallKind,
    command: $Command<I, O, S3ClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>,
    signal?: AbortSignal,
  ): Promise<O> {
    const limit: CallLimit = CALL_LIMITS[kind];
    const startedAt = performance.now();
    const stop = new AbortController();
    const late = new DOMException('There was no answer in time.', 'TimeoutError');
    const deadline = limit.whole && setTimeout(() => stop.abort(late), limit.whole);
    const look = limit.silence && this.whileHeard(limit.silence, () => stop.abort(late));
    try {
      return await this.clients[limit.connections].send(command, {
        abortSignal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
        ...(limit.attempt !== undefined && { requestTimeout: limit.attempt }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (!stop.signal.aborted) throw error;
      this.breaker.exhausted(startedAt);
      throw late;
    } finally {
      clearTimeout(deadline);
      clearInterval(look);
    }
  }

  /**
   * Waits for an answer.
   * @param expected what a failure means, where one is an answer too.
   * @throws {StorageUnavailableError} for any other failure; the signal's reason when it has been aborted.
   */
  async outcome<T, E = never>(
    answer: Promise<T>,
    signal: AbortSignal | undefined,
    expected?: (error: unknown) => E | undefined,
  ): Promise<T | E> {
    try {
      return await answer;
    } catch (error) {
      signal?.throwIfAborted();
      const meaning = expected?.(error);
      if (meaning !== undefined) return meaning;
      throw this.report(error);
    }
  }

  /**
   * Makes sure that an object that is absent is so from a bucket that is there: to a look at an object S3 answers the same
   * in both cases.
   * @throws {StorageUnavailableError}
   */
  async assertBucket(): Promise<void> {
    if (performance.now() < this.thereUntil) return;
    try {
      await this.ask();
    } catch (error) {
      if (isAbsence(error)) throw this.report(new StorageUnavailableError(NO_BUCKET, error));
      // Denied or failed: that is said of what needs it.
    }
    this.thereUntil = performance.now() + THERE_FOR;
  }

  /** Logs what is wrong, if it has not just been logged, and returns it as an error of the product. */
  report(error: unknown): Error {
    const unavailable = toUnavailable(error);
    const { message } = unavailable;
    const now = Date.now();
    if (now - (this.loggedAt.get(message) ?? 0) >= LOG_INTERVAL) {
      this.loggedAt.set(message, now);
      const { name, message: cause } = error instanceof Error ? error : new Error(String(error));
      this.logger.warn({ msg: message, bucket: this.bucket, cause: `${name}: ${cause}` });
    }
    return unavailable;
  }

  /** Has every attempt ask the breaker first, and tell it what it met. */
  private watch(client: S3Client): void {
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== HeadBucketCommand.name) this.breaker.assertClosed();
          const startedAt = performance.now();
          try {
            const answered = await next(args);
            this.breaker.heard();
            return answered;
          } catch (error) {
            // What is sent may have been heard for long before the silence.
            const earliest =
              client === this.clients.sending ? performance.now() - SILENCE_MS : startedAt;
            if (isSilence(error)) {
              this.dropIdle();
              this.breaker.missed(Math.max(startedAt, earliest));
            }
            throw error;
          }
        },
      // The innermost: within the attempts, outside of nothing but the connection.
      { step: 'deserialize', priority: 'low', name: 'breaker' },
    );
  }

  /** Gives a call up once the bucket has been silent for long, also where nobody else asks it for anything. */
  private whileHeard(silence: number, giveUp: () => void): NodeJS.Timeout {
    return setInterval(() => {
      const { openFor, silentFor } = this.breaker;
      if (openFor >= silence) giveUp();
      else if (openFor === 0 && silentFor >= QUIET_MS) void this.ask().catch(() => undefined);
    }, LOOK_MS).unref();
  }

  /** Closes the connections that nobody uses: they may have died like the one that was used, and each would cost an attempt. */
  private dropIdle(): void {
    for (const { freeSockets } of this.agents) {
      for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
    }
  }

  /** Asks whether the bucket is there; once for all who want to know. */
  private ask(): Promise<unknown> {
    this.asking ??= this.send('brief', new HeadBucketCommand({ Bucket: this.bucket })).finally(
      () => (this.asking = undefined),
    );
    return this.asking;
  }
}
