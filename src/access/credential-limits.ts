import type { Request, Response } from 'express';
import type { Actor } from './actor.js';

/** The limits of credentials, for public routes that show more to a known caller. All others have been through the guard. */
export abstract class CredentialLimits {
  /**
   * Counts a request against its credential, and tells on the response what is left.
   * @throws {DomainError} `too-many-requests` over the limit.
   */
  abstract spend(actor: Actor, request: Request, response: Response): Promise<void>;
}
