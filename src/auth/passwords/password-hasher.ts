import { createHmac } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import bcrypt from 'bcrypt';
import { DomainError } from '../../errors/domain-error.js';

/** Rounds as a power of two: about a quarter of a second on a server core of 2024. */
const COST = 12;
/** Separates this use of HMAC from every other, so a SHA-384 stolen elsewhere is no input to our bcrypt. */
const DOMAIN = 'openinary password v1';
/** Hashes at once: each keeps a thread of the pool that image work shares busy. */
const MAX_RUNNING = Math.max(1, Math.min(2, availableParallelism() - 1));
const MAX_WAITING = 200;

/**
 * Hashes passwords with bcrypt. bcrypt reads 72 bytes and stops at a zero byte, so it is given the base64 of an
 * HMAC-SHA-384: 64 characters in which every byte of the password counts.
 */
@Injectable()
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @throws {DomainError} `too-busy` when too many hashes wait. */
  async hash(password: string): Promise<string> {
    return this.inTurn(() => bcrypt.hash(digest(password), COST));
  }

  /** @throws {DomainError} `too-busy` when too many hashes wait. */
  async verify(password: string, hash: string): Promise<boolean> {
    return this.inTurn(() => bcrypt.compare(digest(password), hash));
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= MAX_RUNNING) {
      if (this.waiting.length >= MAX_WAITING) {
        throw new DomainError('too-busy', 'Too many people are signing in.', {
          retryAfterSeconds: 5,
        });
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The turn is handed over, so nobody who comes in between can overtake.
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}

function digest(password: string): string {
  return createHmac('sha384', DOMAIN).update(password.normalize('NFKC')).digest('base64');
}
