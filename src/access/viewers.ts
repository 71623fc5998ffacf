import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Authenticator } from './authenticator.js';
import { CredentialLimits } from './credential-limits.js';

/**
 * Whether whoever asks may see what is not for everybody; it is asked only when there is such a thing to see.
 * @throws {DomainError} `too-many-requests`.
 */
export type MaySeePrivate = () => Promise<boolean>;

/** The URL's signature says so. */
export const BY_SIGNATURE: MaySeePrivate = () => Promise.resolve(true);

/** Tells of public requests whether they carry a credential that opens what is not for everybody. */
@Injectable()
export class Viewers {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly limits: CredentialLimits,
  ) {}

  /**
   * What the request's credential opens. An API key that may read is counted, once for the request; with one that may not
   * the answer is as without any, lest the count tell it what there is. Sessions are not counted: a page of the console shows
   * hundreds of private pictures.
   */
  of(request: Request, response: Response): MaySeePrivate {
    let counted = false;
    return async () => {
      const actor = await this.authenticator.authenticate(request);
      if (actor?.scopes.includes('read') !== true) return false;
      if (actor.type === 'api-key' && !counted) {
        counted = true;
        await this.limits.spend(actor, request, response);
      }
      return true;
    };
  }
}
