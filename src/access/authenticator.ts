import type { Request } from 'express';
import type { Actor } from './actor.js';

/**
 * Who asks, for public routes that show more to a known caller. Protected routes have been through the guard and read
 * `request.actor` instead.
 */
export abstract class Authenticator {
  /** The actor behind the request's credential; undefined without one, or with one that is not valid. */
  abstract authenticate(request: Request): Promise<Actor | undefined>;
}
