import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../../errors/domain-error.js';
import { clientNetwork } from '../client-ip.js';
import { HitCounter } from './hit-counter.js';

/** Failed sign-ins that an address may make. */
const PER_ADDRESS = { limit: 10, windowSeconds: 60 };
/** Failed sign-ins that an account, whether it exists or not, may see from all addresses together. */
const PER_ACCOUNT = { limit: 20, windowSeconds: 15 * 60 };
/** Wrong current passwords that a session may give where it changes the password. */
const PER_SESSION = { limit: 10, windowSeconds: 15 * 60 };

/** A count that an attempt raises, and what it may come to. */
interface Limit {
  readonly key: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

/** An attempt under way; `succeeded` takes it off the counts, because only failures are limited. */
export interface SignInAttempt {
  succeeded(): Promise<void>;
}

/** Slows down who guesses passwords. An attempt counts before its password is looked at, so none slips by in parallel. */
@Injectable()
export class SignInLimits {
  constructor(private readonly counter: HitCounter) {}

  /** @throws {DomainError} `too-many-requests` when the address or the account has failed too often. */
  begin(clientIp: string, email: string): Promise<SignInAttempt> {
    const limits = [
      { key: `sign-in-address:${clientNetwork(clientIp)}`, ...PER_ADDRESS },
      { key: `sign-in-account:${fingerprint(email)}`, ...PER_ACCOUNT },
    ];
    return this.count(limits, 'Too many failed sign-ins; try again later.');
  }

  /**
   * An attempt to change the password. It is the session's own: who is signed in has to be able to change the password
   * while others guess it, and a session that somebody has stolen makes no other out of it.
   * @throws {DomainError} `too-many-requests` when the session has given a wrong password too often.
   */
  beginChange(sessionId: string): Promise<SignInAttempt> {
    const limits = [{ key: `password-change:${sessionId}`, ...PER_SESSION }];
    return this.count(limits, 'Too many wrong passwords; try again later.');
  }

  private async count(limits: readonly Limit[], detail: string): Promise<SignInAttempt> {
    for (const { key, limit, windowSeconds } of limits) {
      const { count, resetSeconds } = await this.counter.hit(key, windowSeconds);
      if (count > limit) {
        throw new DomainError('too-many-requests', detail, {
          retryAfterSeconds: resetSeconds,
        });
      }
    }
    return {
      succeeded: async () => {
        for (const { key } of limits) await this.counter.undo(key);
      },
    };
  }
}

/** No address of a person lies in the counter's store. */
function fingerprint(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('base64url');
}
