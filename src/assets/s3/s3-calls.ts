import type { S3Client } from '@aws-sdk/client-s3';
import { Logger } from '@nestjs/common';
import { toUnavailable } from './s3-failures.js';

/** The same trouble is logged at most this often, ms. */
const LOG_INTERVAL = 10_000;

/** Sends commands to one bucket and turns what goes wrong into errors of the product. */
export class S3Calls {
  private readonly logger = new Logger('Storage');
  private readonly loggedAt = new Map<string, number>();

  constructor(
    readonly client: S3Client,
    /** Names the bucket in every command. */
    readonly bucket: string,
  ) {}

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
}

/** The options of a call that may be aborted. */
export function abortable(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
