/** One step of a transformation: the values by their keys, in the order they are written. */
export type Step = ReadonlyMap<string, string>;

/** A delivery address in its parts. */
export interface AddressParts {
  readonly steps: readonly Step[];
  /** The asset's path, decoded. */
  readonly path: string;
}

/** Writes steps as they stand in a URL, decoded; steps without a value are left out. */
export function writeSteps(steps: readonly Step[]): string {
  return steps
    .filter((step) => step.size > 0)
    .map((step) => Array.from(step, ([key, value]) => `${key}_${value}`).join(','))
    .join('/');
}

/** Reads what `writeSteps` writes; parts that are no `key_value` are dropped. */
export function readSteps(text: string): readonly Step[] {
  return text
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => new Map(segment.split(',').flatMap(readPart)));
}

/** A step with a value set, or taken out when it is empty. */
export function withValue(step: Step, key: string, value: string): Step {
  const next = new Map(step);
  if (value === '') next.delete(key);
  else next.set(key, value);
  return next;
}

/**
 * Reads a delivery URL of this or another host, or a path: the leading segments of which every part is a known key are the
 * steps, and the rest is the path. Undefined when there is no path.
 */
export function readAddress(text: string, keys: ReadonlySet<string>): AddressParts | undefined {
  const tail = tailOf(text.trim());
  if (tail === undefined) return undefined;
  const segments = tail.split('/').filter((segment) => segment !== '');
  const isStep = (segment: string) =>
    segment.split(',').every((part) => keys.has(part.slice(0, Math.max(0, part.indexOf('_')))));
  const first = segments.findIndex((segment) => !isStep(segment));
  if (first === -1) return undefined;
  return {
    steps: readSteps(segments.slice(0, first).join('/')),
    path: segments.slice(first).join('/'),
  };
}

function readPart(part: string): [string, string][] {
  const underscore = part.indexOf('_');
  return underscore < 1 ? [] : [[part.slice(0, underscore), part.slice(underscore + 1)]];
}

function tailOf(text: string): string | undefined {
  const url = URL.parse(text, 'http://localhost/');
  const encoded = /^\/(?:t|authenticated\/s--[^/]+)\/(.+)$/.exec(url?.pathname ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    // A percent sign that starts no code: no address of ours.
    return undefined;
  }
}
