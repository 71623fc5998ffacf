import type { Request } from 'express';

/** Middleware mounted on a path is registered for every method there is; it is no endpoint. */
const MOST_METHODS_OF_AN_ENDPOINT = 8;

interface RouteLayer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

interface RouterHolder {
  readonly router?: { readonly stack?: readonly RouteLayer[] };
}

/** The methods that some route accepts at a path, the request's own or another; upper-case, empty when no route lies there. */
export function allowedMethods(request: Request, path = request.path): readonly string[] {
  const stack = (request.app as unknown as RouterHolder).router?.stack ?? [];
  const methods = new Set<string>();
  for (const layer of stack) {
    if (layer.route === undefined || !layer.match(path)) continue;
    const accepted = Object.keys(layer.route.methods);
    if (accepted.length > MOST_METHODS_OF_AN_ENDPOINT) continue;
    for (const method of accepted) methods.add(method.toUpperCase());
  }
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}
