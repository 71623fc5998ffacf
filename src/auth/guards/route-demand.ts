import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { UploadSignatureAccepted } from '../../access/accepts-upload-signature.decorator.js';
import { Public, RequireScopes } from '../../access/access.decorators.js';
import { PersonOnly } from '../../access/require-person.decorator.js';
import type { Scope } from '../../access/scopes.js';

/** What a route demands: nothing, a person, these scopes, or what nobody has because the route says nothing. */
export type Demand = 'public' | 'person' | 'unstated' | readonly Scope[];

const known = new WeakMap<object, WeakMap<object, Demand>>();

/** Whether an upload signature opens the route, too. */
export function acceptsUploadSignature(reflector: Reflector, context: ExecutionContext): boolean {
  return (
    (reflector.get(UploadSignatureAccepted, context.getHandler()) as true | undefined) === true
  );
}

/** The demand of the route that was asked for; a handler's own word goes before its class's. */
export function demandOf(reflector: Reflector, context: ExecutionContext): Demand {
  // Decorators speak once, when the classes are made, so what a handler of a class demands never changes.
  const controller = context.getClass();
  let handlers = known.get(controller);
  if (handlers === undefined) known.set(controller, (handlers = new WeakMap()));
  let demand = handlers.get(context.getHandler());
  if (demand === undefined) {
    demand = readDemand(reflector, context);
    handlers.set(context.getHandler(), demand);
  }
  return demand;
}

function readDemand(reflector: Reflector, context: ExecutionContext): Demand {
  for (const target of [context.getHandler(), context.getClass()]) {
    if ((reflector.get(Public, target) as true | undefined) === true) return 'public';
    if ((reflector.get(PersonOnly, target) as true | undefined) === true) return 'person';
    const scopes = reflector.get(RequireScopes, target) as readonly Scope[] | undefined;
    if (scopes !== undefined) return scopes;
  }
  return 'unstated';
}
