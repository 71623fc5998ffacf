import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../../errors/domain-error.js';
import { clientNetwork } from '../client-ip.js';
import { HitCounter } from './hit-counter.js';

/** Failed sign-ins that an address may make. */
const PER_ADDRESS = { limit: 10, windowSeconds: 60 };
/** Failed sign-ins that an account, whether it exists or not, may see from all addresses together. */
const PER_ACCOUNT = { limit: 20, windowSeconds: 15 * 60 };

/** An attempt under way; `succeeded` takes it off the counts, because only failures are limited. */
export interface SignInAttempt {
  succeeded(): Promise<void>;
}

/** Slows down who guesses passwords. An attempt counts before its password is looked at, so none slips by in parallel. */
@Injectable()
export class SignInLimits {
  constructor(private readonly counter: HitCounter) {}

  /** @throws {DomainError} `too-many-requests` when the address or the account has failed too often. */
  async begin(clientIp: string, email: string): Promise<SignInAttempt> {
    const limits = [
      { key: `sign-in-address:${clientNetwork(clientIp)}`, ...PER_ADDRESS },
      { key: `sign-in-account:${fingerprint(email)}`, ...PER_ACCOUNT },
    ];
    for (const { key, limit, windowSeconds } of limits) {
      const { count, resetSeconds } = await this.counter.hit(key, windowSeconds);
      if (count > limit) {
        throw new DomainError('too-many-requests', 'Too many failed sign-ins; try again later.', {
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
