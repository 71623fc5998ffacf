import {
  createParamDecorator,
  InternalServerErrorException,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Actor } from './actor.js';
import type { Scope } from './scopes.js';

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by the guards once a credential has been accepted. */
    actor?: Actor;
  }
}

/** Opens a route to everybody. Without it (or `RequireScopes`) the guard refuses. */
export const Public = Reflector.createDecorator<undefined, true>({ transform: () => true });

/** The scopes a credential needs for a route, all of them. */
export const RequireScopes = Reflector.createDecorator<readonly Scope[]>();

/** The actor of a protected route. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<Request>();
  if (actor === undefined) throw new InternalServerErrorException();
  return actor;
});
