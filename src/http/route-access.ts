import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { Public, RequireScopes } from '../access/access.decorators.js';
import type { Scope } from '../access/scopes.js';

/** What a route demands: nothing, or a credential with these scopes. */
export type RouteAccess = 'public' | readonly Scope[];

/** Every handler's demand by its method name, read from the same metadata the guard reads. */
export function routeAccessByHandler(app: INestApplication): ReadonlyMap<string, RouteAccess> {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  const access = new Map<string, RouteAccess>();
  for (const { instance, metatype } of app.get(DiscoveryService).getControllers()) {
    if (typeof metatype !== 'function') continue;
    const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler = prototype[name];
      if (handler === undefined) continue;
      const targets = [handler, metatype];
      const isPublic = reflector.getAllAndOverride(Public, targets) as true | undefined;
      const scopes = reflector.getAllAndOverride(RequireScopes, targets) as
        readonly Scope[] | undefined;
      access.set(name, isPublic === true ? 'public' : (scopes ?? []));
    }
  }
  return access;
}
