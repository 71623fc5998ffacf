import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { credentialOf } from '../../access/actor.js';
import { DomainError } from '../../errors/domain-error.js';
import { clientSignal } from '../client-signal.js';
import { canonicalJson } from './canonical-json.js';
import { IdempotencyRecords, type RequestName, type Verdict } from './idempotency-records.js';
import { SealedAnswers } from './sealed-answers.js';

/** A longer answer is not kept, characters. */
const LONGEST_KEPT = 1024 * 1024;
const KEY = /^[\x21-\x7e]{1,255}$/;
const RENEWED_EVERY_MS = 20_000;
const RETRY_AFTER_SECONDS = 2;

/** The work of a request. */
export interface IdempotentWork<T> {
  /** Digests of requests that ask for the same are the same. */
  readonly fingerprint: string;
  /** The status of its answer; the route's own when left out. */
  readonly statusOf?: (value: T) => number;
  readonly run: () => Promise<T>;
}

/**
 * Does what a request with an `Idempotency-Key` asks for once, and repeats the first answer to those that ask for the same
 * with the same key. What fails is not remembered, and may be tried again.
 */
@Injectable()
export class IdempotentRequests {
  private readonly logger = new Logger(IdempotentRequests.name);

  constructor(
    private readonly records: IdempotencyRecords,
    private readonly answers: SealedAnswers,
  ) {}

  /**
   * @throws {DomainError} `invalid-request` for a key that cannot be, `request-in-progress`, `idempotency-key-reused`.
   */
  async answer<T>(request: Request, response: Response, work: IdempotentWork<T>): Promise<T> {
    const name = nameOf(request);
    const verdict = name && (await this.records.begin(name, work.fingerprint));
    if (verdict === undefined) return tell(response, work, await work.run());
    // What is repeated is what the same work gave the first time.
    if (verdict.kind !== 'begun') return this.repeat(verdict, response) as T;
    const value = await this.perform(verdict.run, work);
    tell(response, work, value);
    const text = JSON.stringify(value);
    const answer = text.length > LONGEST_KEPT ? null : this.answers.seal(text);
    await this.records.finish(verdict.run, response.statusCode, answer);
    return value;
  }

  private async perform<T>(run: string, work: IdempotentWork<T>): Promise<T> {
    const renewal = setInterval(() => {
      this.records.renew(run).catch((error: unknown) => this.logger.warn(error));
    }, RENEWED_EVERY_MS).unref();
    try {
      return await work.run();
    } catch (error) {
      await this.records.forget(run);
      throw error;
    } finally {
      clearInterval(renewal);
    }
  }

  private repeat(verdict: Exclude<Verdict, { kind: 'begun' }>, response: Response): unknown {
    if (verdict.kind === 'under-way') {
      throw new DomainError(
        'request-in-progress',
        'The first request with this key is under way.',
        {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        },
      );
    }
    if (verdict.kind === 'other-request') {
      throw new DomainError(
        'idempotency-key-reused',
        'The key was sent with another request before.',
      );
    }
    const text = verdict.answer === null ? undefined : this.answers.open(verdict.answer);
    if (text === undefined) {
      throw new DomainError(
        'idempotency-key-reused',
        'The request was done before; its answer can no longer be repeated.',
      );
    }
    response.status(verdict.status);
    response.setHeader('Idempotency-Replayed', 'true');
    response.setHeader('Cache-Control', 'no-store');
    return JSON.parse(text);
  }
}

function tell<T>(response: Response, { statusOf }: IdempotentWork<T>, value: T): T {
  if (statusOf !== undefined) response.status(statusOf(value));
  return value;
}

/** The digest of values that JSON can write; the order of members makes no difference. */
export function fingerprintOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(canonicalJson(parts)).digest('base64url');
}

/**
 * Aborts work whose client has gone, unless the client can ask for its outcome: what was begun under a key is finished,
 * and the answer is there when the client comes back.
 */
export function workSignal(request: Request, response: Response): AbortSignal {
  const keyed = request.headers['idempotency-key'] !== undefined;
  return keyed ? new AbortController().signal : clientSignal(response);
}

/** Undefined for a request without a key. */
function nameOf({ headers, actor }: Request): RequestName | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || actor === undefined) return undefined;
  // A credential sees its own requests alone.
  if (typeof key === 'string' && KEY.test(key)) return { actor: credentialOf(actor), key };
  const message = 'Idempotency-Key takes 1 to 255 visible ASCII characters';
  throw new DomainError('invalid-request', `${message}.`, {
    violations: [{ parameter: 'Idempotency-Key', message }],
  });
}
