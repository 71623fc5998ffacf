import { describeEnvironment } from './load-environment.js';

/** Read by the library of the accounts on its own, past every check: they are kept from it. */
const LIBRARY_PREFIX = 'BETTER_AUTH_';
const OWN_PREFIX = 'OPENINARY_';
/** What a cluster or a container that is linked tells of a service that is called openinary, or openinary-something. */
const SERVICE_LINK =
  /_(SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?)?)$/;
/** Shorter names, such as PORT and MODE, are a letter or two from words that mean something else. */
const SHORTEST_COMPARED = 7;
/** From this length on two mistakes are still nearer to the name than to any other. */
const LONG = 12;

/** A variable that looks as if it were meant for the product, which knows none of that name. */
export interface StrayVariable {
  readonly name: string;
  /** The name that is most like it, where one is like it at all. */
  readonly meant: string | undefined;
}

/** The variables that begin as ours do and are none, and those that are a typing error away from one. */
export function findStrayVariables(
  source: NodeJS.ProcessEnv = process.env,
): readonly StrayVariable[] {
  const known = knownNames();
  return Object.keys(source)
    .filter((name) => source[name] !== '' && !known.includes(name) && !SERVICE_LINK.test(name))
    .map((name) => ({ name, meant: closest(name.toUpperCase(), known) }))
    .filter(({ name, meant }) => meant !== undefined || hasPrefix(name))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/**
 * Takes out of the environment what the library of the accounts would read there itself: secrets and trusted origins that
 * nothing has checked. What it needs is handed to it.
 */
export function withholdFromLibraries(environment: NodeJS.ProcessEnv = process.env): void {
  const known = knownNames();
  for (const name of Object.keys(environment)) {
    if (name.startsWith(LIBRARY_PREFIX) && !known.includes(name))
      Reflect.deleteProperty(environment, name);
  }
}

function knownNames(): readonly string[] {
  return Object.keys(describeEnvironment()).flatMap((name) => [name, `${name}_FILE`]);
}

function hasPrefix(name: string): boolean {
  return name.startsWith(OWN_PREFIX) || name.startsWith(LIBRARY_PREFIX);
}

function closest(name: string, known: readonly string[]): string | undefined {
  const near = known
    .map((candidate) => ({ candidate, distance: typingErrors(name, candidate) }))
    .filter(({ candidate, distance }) => distance <= tolerated(candidate.replace(/_FILE$/, '')))
    .sort((one, other) => one.distance - other.distance);
  return near[0]?.candidate;
}

function tolerated({ length }: string): number {
  if (length < SHORTEST_COMPARED) return -1;
  return length < LONG ? 1 : 2;
}

/** How many letters are missing, too many, others, or two the wrong way round. */
function typingErrors(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return Infinity;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const same = one[line - 1] === other[column - 1];
      const swapped =
        line > 1 &&
        column > 1 &&
        one[line - 1] === other[column - 2] &&
        one[line - 2] === other[column - 1];
      next[column] = Math.min(
        (row[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (row[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? Infinity;
}
