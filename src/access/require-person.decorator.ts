import { applyDecorators } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';

/** Marks a route that is about a person's own sessions. */
export const PersonOnly = Reflector.createDecorator<undefined, true>({ transform: () => true });

/** Lets only a signed-in person to a route, no API key, and says so in the document. */
export function RequirePerson(): MethodDecorator & ClassDecorator {
  return applyDecorators(PersonOnly(), ApiExtension('x-session-only', true));
}
