import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Authenticator } from './authenticator.js';

/** Whether whoever asks may see what is not for everybody; it is asked only when there is such a thing to see. */
export type MaySeePrivate = () => Promise<boolean>;

/** The URL's signature says so. */
export const BY_SIGNATURE: MaySeePrivate = () => Promise.resolve(true);

/** Tells of public requests whether they carry a credential that opens what is not for everybody. */
@Injectable()
export class Viewers {
  constructor(private readonly authenticator: Authenticator) {}

  /** What the request's credential opens. */
  of(request: Request): MaySeePrivate {
    return async () => {
      const actor = await this.authenticator.authenticate(request);
      return actor?.scopes.includes('read') === true;
    };
  }
}
